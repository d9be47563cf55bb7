package io.ganchang.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;

/** Ledger and fulfilment file of the toy market, in the real formats; they survive a kill of their process. */
final class ToyBooks {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Connection ledger;
    private final Path fulfilment;
    private final Map<String, JsonNode> offers = new HashMap<>();
    private final Map<String, ObjectNode> orders = new HashMap<>();
    private String session = "";
    private long seq;

    private ToyBooks(Connection ledger, Path fulfilment) {
        this.ledger = ledger;
        this.fulfilment = fulfilment;
    }

    static ToyBooks open(Path data) throws IOException, SQLException {
        Files.createDirectories(data.resolve("secrets"));
        Files.createDirectories(data.resolve("fulfilment"));
        Files.writeString(data.resolve("secrets/token-hs256.key"), "A".repeat(43));
        boolean fresh = !Files.exists(data.resolve("ledger.db"));
        Connection ledger = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
        ToyBooks books = new ToyBooks(ledger, data.resolve("fulfilment"));
        try (Statement statement = ledger.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = OFF");
            if (fresh) {
                statement.executeUpdate(schema());
                statement.executeUpdate("CREATE TABLE toy (line INTEGER PRIMARY KEY, kind TEXT, id TEXT, json TEXT)");
            }
        }
        books.remember();
        return books;
    }

    private void remember() throws SQLException, IOException {
        try (Statement statement = ledger.createStatement();
                ResultSet row = statement.executeQuery("SELECT kind, id, json FROM toy ORDER BY line")) {
            while (row.next()) {
                JsonNode json = JSON.readTree(row.getString(3));
                switch (row.getString(1)) {
                    case "session" -> {
                        session = row.getString(2);
                        Files.deleteIfExists(file());
                    }
                    case "offer" -> offers.put(row.getString(2), json);
                    default -> {
                        orders.put(row.getString(2), (ObjectNode) json.path("order"));
                        Files.writeString(
                                file(),
                                json.path("line").asText(),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.APPEND);
                    }
                }
                seq++;
            }
        }
    }

    private Path file() {
        return fulfilment.resolve(session + ".jsonl");
    }

    JsonNode terms(String offer) {
        return offers.getOrDefault(offer, MissingNode.getInstance());
    }

    Map<String, JsonNode> offers() {
        return offers;
    }

    Map<String, ObjectNode> orders() {
        return orders;
    }

    long seq() {
        return seq;
    }

    void session(String id) throws SQLException {
        session = id;
        ledger.setAutoCommit(false);
        run("INSERT INTO session VALUES (?, 'h', 'live', '{}', 'k', 1, 1)", id);
        run("INSERT INTO ledger_cursor VALUES (?, 1, 0, '')", id);
        run("INSERT INTO sink_cursor VALUES ('file', ?, 0)", id);
        event("session.created", "-", id, "live 1 {}");
        commit("session", id, "{}");
    }

    void offer(String id, JsonNode terms) throws SQLException {
        offers.put(id, terms);
        event("offer.created", "stock:" + id + '=' + terms.path("stock").asLong() + "/0/0", id, "o");
        commit("offer", id, terms.toString());
    }

    /** Writes the event, the order and so many lines of it. */
    void write(String type, ObjectNode order, int lines) throws SQLException, IOException {
        String id = order.path("id").asText();
        orders.put(id, order);
        int sign = type.equals("order.confirmed") ? 1 : -1;
        StringJoiner deltas = new StringJoiner(",");
        StringJoiner stored = new StringJoiner(",");
        for (JsonNode line : order.path("lines")) {
            String offer = line.path("offer").asText();
            long quantity = line.path("quantity").asLong();
            long priceMinor = terms(offer).path("priceMinor").asLong();
            ((ObjectNode) line).put("priceMinor", priceMinor);
            deltas.add("stock:" + offer + '=' + -sign * quantity + "/0/" + sign * quantity);
            stored.add(offer + ':' + quantity + ':' + priceMinor);
        }
        String record = String.join(
                " ",
                sign > 0 ? "c" : "x",
                "f".repeat(16),
                "" + (seq + 1),
                "1",
                "0",
                "0",
                "n",
                "0",
                "0",
                "0",
                "CNY",
                "live",
                order.path("viewer").asText(),
                "=",
                stored.toString(),
                "-");
        event(type, deltas.toString(), id.substring(id.indexOf('.') + 1), record);
        run(
                "INSERT OR REPLACE INTO orders VALUES (?, ?, ?, ?, 'v', 'v', 'live', 1, 'CNY', ?, 1, 1)",
                id,
                session,
                seq,
                order.path("state").asText(),
                record);
        if (order.has("delivery")) {
            run(
                    "INSERT OR REPLACE INTO delivery VALUES (?, ?)",
                    id,
                    order.path("delivery").toString());
        }
        String line = line(type, id, order).repeat(lines);
        commit(
                "order",
                id,
                JSON.createObjectNode().put("line", line).set("order", order).toString());
        Files.writeString(file(), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private String line(String type, String id, ObjectNode order) {
        return JSON.createObjectNode()
                        .put("id", session + ".1." + seq)
                        .put("type", "io.ganchang." + type + ".v1")
                        .put("subject", id)
                        .put("time", InstantSource.system().instant().toString())
                        .set("data", order)
                        .toString()
                + '\n';
    }

    private void event(String type, String deltas, String subject, String body) throws SQLException {
        seq++;
        run(
                "INSERT INTO event VALUES (?, ?, 1, 1, ?, 'toy', ?, ?, ?, NULL)",
                session,
                seq,
                type,
                deltas,
                subject,
                body);
        run("UPDATE ledger_cursor SET seq = ?", seq);
        run("UPDATE sink_cursor SET seq = ?", seq);
    }

    private void commit(String kind, String id, String json) throws SQLException {
        run("INSERT INTO toy (kind, id, json) VALUES (?, ?, ?)", kind, id, json);
        ledger.commit();
    }

    private void run(String sql, Object... values) throws SQLException {
        ledger.setAutoCommit(false);
        try (PreparedStatement update = ledger.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                update.setObject(i + 1, values[i]);
            }
            update.executeUpdate();
        }
    }

    private static String schema() throws IOException {
        try (InputStream sql = ToyBooks.class.getResourceAsStream("/db/V1__ledger.sql")) {
            if (sql == null) {
                throw new IOException("the ledger's schema is not on the class path");
            }
            return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
