package io.ganchang.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Ledger and fulfilment file of the toy market, in the real formats; they survive a kill of their process. What is written
 * is there after {@link #commit}.
 */
final class ToyBooks {
    /** The secret behind the sandbox of every toy market: 32 zeros. */
    static final String SECRET = "A".repeat(43) + '=';

    private static final Set<String> OUT = Set.of("order.confirmed", "order.cancelled", "order.refunded");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Connection ledger;
    private final Path fulfilment;
    private final Map<String, JsonNode> offers = new HashMap<>();
    private final Map<String, ObjectNode> orders = new HashMap<>();
    private final Map<String, String> states = new HashMap<>();
    private final Map<String, JsonNode> kept = new HashMap<>();
    private final StringBuilder lines = new StringBuilder();
    private String session = "";
    private long seq;

    /** A refund as it is written. */
    record ToyRefund(String id, String payment, String order, String currency, long amountMinor, String reason) {
        private String body(String letter) {
            String suffix = order.substring(order.indexOf('.') + 1);
            return String.join(" ", letter, "sandbox:" + payment, suffix, currency, "" + amountMinor, reason);
        }
    }

    private ToyBooks(Connection ledger, Path fulfilment) {
        this.ledger = ledger;
        this.fulfilment = fulfilment;
    }

    static ToyBooks open(Path data) throws IOException, SQLException {
        Files.createDirectories(data.resolve("secrets"));
        Files.createDirectories(data.resolve("fulfilment"));
        Files.writeString(data.resolve("secrets/token-hs256.key"), "A".repeat(43));
        Files.writeString(data.resolve("secrets/sandbox-webhook.key"), "whsec_" + SECRET + '\n');
        boolean fresh = !Files.exists(data.resolve("ledger.db"));
        Connection ledger = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
        ToyBooks books = new ToyBooks(ledger, data.resolve("fulfilment"));
        try (Statement statement = ledger.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = OFF");
            if (fresh) {
                statement.executeUpdate(LedgerSchema.sql());
                statement.executeUpdate("CREATE TABLE toy (line INTEGER PRIMARY KEY, kind TEXT, id TEXT, json TEXT)");
            }
        }
        books.remember();
        ledger.setAutoCommit(false);
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
                    case "kept" -> kept.put(row.getString(2), json);
                    default -> {
                        orders.put(row.getString(2), (ObjectNode) json.path("order"));
                        states.put(
                                row.getString(2),
                                json.path("order").path("state").asText());
                        lines.append(json.path("line").asText());
                    }
                }
            }
        }
        try (Statement statement = ledger.createStatement();
                ResultSet row = statement.executeQuery("SELECT MAX(seq) FROM event")) {
            seq = row.getLong(1);
        }
        flush();
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

    String session() {
        return session;
    }

    long seq() {
        return seq;
    }

    /** Something that is kept under a name, over a kill too. */
    @Nullable
    JsonNode kept(String name) {
        return kept.get(name);
    }

    void keep(String name, JsonNode value) throws SQLException {
        kept.put(name, value);
        toy("kept", name, value.toString());
    }

    void session(String id) throws SQLException {
        session = id;
        run("INSERT INTO session VALUES (?, 'h', 'live', '{}', 'k', 1, 1)", id);
        run("INSERT INTO ledger_cursor VALUES (?, 1, 0, '')", id);
        run("INSERT INTO sink_cursor VALUES ('file', ?, 0)", id);
        event("session.created", "-", id, "live 1 {}");
        toy("session", id, "{}");
    }

    void offer(String id, JsonNode terms) throws SQLException {
        offers.put(id, terms);
        event("offer.created", "stock:" + id + '=' + terms.path("stock").asLong() + "/0/0", id, "o");
        toy("offer", id, terms.toString());
    }

    /** Writes the event, the order and, where fulfilment is to hear of it, so many lines. */
    void write(String type, ObjectNode order, int times) throws SQLException {
        String id = order.path("id").asText();
        String state = order.path("state").asText();
        String before = states.getOrDefault(id, "");
        orders.put(id, order);
        states.put(id, state);
        StringJoiner deltas = new StringJoiner(",");
        StringJoiner stored = new StringJoiner(",");
        for (JsonNode line : order.path("lines")) {
            String offer = line.path("offer").asText();
            long quantity = line.path("quantity").asLong();
            if (!state.equals(before)) {
                deltas.add("stock:" + offer + '=' + quantity * (one(stands(before)) - one(stands(state))) + '/'
                        + quantity * (one(state.equals("held")) - one(before.equals("held"))) + '/'
                        + quantity * (one(state.equals("confirmed")) - one(before.equals("confirmed"))));
            }
            stored.add(offer + ':' + quantity + ':' + line.path("priceMinor").asLong());
        }
        String record = record(order, state, stored.toString());
        event(type, deltas.length() == 0 ? "-" : deltas.toString(), id.substring(id.indexOf('.') + 1), record);
        run(
                "INSERT OR REPLACE INTO orders VALUES (?, ?, ?, ?, 'v', 'v', 'live', 1, 'CNY', ?, 1, 1, 0, 0, 0)",
                id,
                session,
                seq,
                state,
                record);
        if (order.has("delivery")) {
            run(
                    "INSERT OR REPLACE INTO delivery VALUES (?, ?)",
                    id,
                    order.path("delivery").toString());
        }
        String line = OUT.contains(type) ? line(type, id, order).repeat(times) : "";
        lines.append(line);
        toy(
                "order",
                id,
                JSON.createObjectNode().put("line", line).set("order", order).toString());
    }

    private static boolean stands(String state) {
        return state.equals("held") || state.equals("confirmed");
    }

    private static long one(boolean counts) {
        return counts ? 1 : 0;
    }

    private String record(ObjectNode order, String state, String stored) {
        JsonNode toy = order.path("toy");
        long paid = toy.path("paid").asLong();
        long granted = toy.path("granted").asLong();
        long refunded = toy.path("refunded").asLong();
        String letter =
                state.equals("held") ? "d" : granted > refunded ? "r" : paid == 0 ? "n" : refunded == paid ? "f" : "p";
        return String.join(
                " ",
                state.equals("cancelled") ? "x" : state.substring(0, 1),
                "f".repeat(16),
                "" + (seq + 1),
                "1",
                "0",
                "" + toy.path("heldUntil").asLong(),
                letter,
                "" + paid,
                "" + refunded,
                "0",
                "CNY",
                "live",
                order.path("viewer").asText(),
                "=",
                stored,
                "-",
                toy.path("paidBy").asText("-"),
                "" + granted,
                "-");
    }

    /** Writes a payment: of this session with its event, of another text without. */
    void payment(String id, String order, String currency, long amountMinor) throws SQLException {
        boolean ours = order.startsWith(session + '.');
        if (ours) {
            String body = String.join(
                    " ", order.substring(order.indexOf('.') + 1), currency, "" + amountMinor, "0", "0", "-");
            event("payment.received", "-", "sandbox:" + id, body);
        }
        run(
                "INSERT OR IGNORE INTO payment VALUES (?, 'sandbox', ?, ?, ?, ?, ?, 1)",
                ours ? session : null,
                id,
                order,
                currency,
                amountMinor,
                ours ? seq : 0);
    }

    /** The id of the refund whose event comes next. */
    String nextRefund(String payment, String order) {
        return order.startsWith(session + '.') ? session + "-r" + (seq + 1) : "stray-" + payment;
    }

    void refundDue(ToyRefund refund) throws SQLException {
        boolean ours = refund.order().startsWith(session + '.');
        if (ours) {
            event("refund.due", "-", refund.id(), refund.body("d"));
        }
        run(
                "INSERT INTO refund VALUES (?, ?, ?, 0, 'sandbox', ?, ?, ?, ?, ?, 'due', 1, 1, 0, 0, 0, NULL)",
                refund.id(),
                ours ? session : null,
                ours ? seq : 0,
                refund.payment(),
                refund.order(),
                refund.currency(),
                refund.amountMinor(),
                refund.reason());
    }

    void refundDone(ToyRefund refund) throws SQLException {
        if (refund.order().startsWith(session + '.')) {
            event("refund.done", "-", refund.id(), refund.body("f"));
        }
        run("UPDATE refund SET state = 'done' WHERE id = ?", refund.id());
    }

    private String line(String type, String id, ObjectNode order) {
        return JSON.createObjectNode()
                        .put("id", session + ".1." + seq)
                        .put("type", "io.ganchang." + type + ".v1")
                        .put("subject", id)
                        .put("time", Clock.systemUTC().instant().toString())
                        .set("data", order)
                        .toString()
                + '\n';
    }

    private void event(String type, String deltas, String subject, String body) throws SQLException {
        seq++;
        run(
                "INSERT INTO event VALUES (?, ?, 1, ?, ?, 'toy', ?, ?, ?, NULL)",
                session,
                seq,
                Clock.systemUTC().millis(),
                type,
                deltas,
                subject,
                body);
        run("UPDATE ledger_cursor SET seq = ?", seq);
        run("UPDATE sink_cursor SET seq = ?", seq);
    }

    private void toy(String kind, String id, String json) throws SQLException {
        run("INSERT INTO toy (kind, id, json) VALUES (?, ?, ?)", kind, id, json);
    }

    /** Makes all that was written last. */
    void commit() throws SQLException, IOException {
        ledger.commit();
        flush();
    }

    private void flush() throws IOException {
        if (lines.length() > 0) {
            Files.writeString(file(), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            lines.setLength(0);
        }
    }

    private void run(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement update = ledger.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                update.setObject(i + 1, values[i]);
            }
            update.executeUpdate();
        }
    }
}
