package io.ganchang.load.oracle;

import io.ganchang.load.journal.Act;
import io.ganchang.load.journal.Journal;
import io.ganchang.load.journal.JournalEntry;
import io.ganchang.load.journal.JournalReader;
import io.ganchang.load.journal.Line;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A faultless market that writes the three books by hand, so that tests can plant faults in them. */
final class MarketOnPaper {
    static final String SESSION = "show";
    static final String MELON = "melon";
    static final String PEAR = "pear";
    static final long MELONS = 4;

    private static final String FINGERPRINT = "AAAAAAAAAAAAAAAA";
    private static final long PRICE_MINOR = 3990;

    final List<JournalEntry> journal = new ArrayList<>();
    final List<StoredEvent> events = new ArrayList<>();
    final Map<String, StoredOrder> orders = new LinkedHashMap<>();
    final List<String> fileLines = new ArrayList<>();
    String fileEnd = "";
    private long nowMs = 1_000_000;

    MarketOnPaper() {
        journal.add(new JournalEntry.Opened(nowMs, SESSION, 1));
        event("session.created", "-", SESSION, "scheduled 1 {}");
        offer(MELON, MELONS, 2);
        offer(PEAR, 1000, 0);
    }

    private void offer(String offer, long stock, long limit) {
        journal.add(new JournalEntry.Offered(offer, stock, limit, PRICE_MINOR));
        event("offer.created", "stock:" + offer + '=' + stock + "/0/0", offer, "d 0 0 …");
    }

    static String orderId(long request) {
        return SESSION + '.' + suffix(request);
    }

    static String suffix(long request) {
        return "o".repeat(18) + (1000 + request);
    }

    /** A request that is answered with its order. */
    void buy(long request, String viewer, Line... lines) {
        want(request, viewer, lines);
        sent(request, 1);
        confirm(request, viewer, lines);
        acked(request, 1, false);
    }

    void want(long request, String viewer, Line... lines) {
        journal.add(new JournalEntry.Wanted(request, viewer, "k" + request, List.of(lines), "request " + request));
    }

    void sent(long request, int attempt) {
        journal.add(new JournalEntry.Sent(++nowMs, Act.PLACE, request, attempt));
    }

    void acked(long request, int attempt, boolean replayed) {
        journal.add(new JournalEntry.Acked(
                ++nowMs,
                Act.PLACE,
                request,
                attempt,
                replayed ? 200 : 201,
                replayed,
                orderId(request),
                "confirmed",
                null));
    }

    void refused(long request, int attempt, String code) {
        journal.add(new JournalEntry.Acked(++nowMs, Act.PLACE, request, attempt, 409, false, null, null, code));
    }

    void unknown(long request, int attempt, long finalInMs) {
        nowMs++;
        journal.add(new JournalEntry.Unknown(nowMs, Act.PLACE, request, attempt, "reset", nowMs + finalInMs));
    }

    void pass(long ms) {
        nowMs += ms;
    }

    /** What the server writes when it confirms. */
    void confirm(long request, String viewer, Line... lines) {
        write("c", "order.confirmed", request, viewer, lines);
    }

    /** A cancel that is acknowledged, with what the server writes. */
    void cancel(long request, String viewer, Line... lines) {
        journal.add(new JournalEntry.Sent(++nowMs, Act.CANCEL, request, 9));
        write("x", "order.cancelled", request, viewer, lines);
        journal.add(new JournalEntry.Acked(
                ++nowMs, Act.CANCEL, request, 9, 200, false, orderId(request), "cancelled", null));
    }

    private void write(String state, String type, long request, String viewer, Line... lines) {
        long seq = events.size() + 1L;
        String text = List.of(lines).stream()
                .map(line -> line.offer() + ':' + line.quantity() + ':' + PRICE_MINOR)
                .collect(Collectors.joining(","));
        String record = String.join(
                " ",
                state,
                FINGERPRINT,
                "" + seq,
                "1",
                "0",
                "0",
                "n",
                "0",
                "0",
                "0",
                "CNY",
                "live",
                viewer,
                "=",
                text,
                "-");
        int sign = state.equals("c") ? 1 : -1;
        String deltas = List.of(lines).stream()
                .map(line -> "stock:" + line.offer() + '=' + -sign * line.quantity() + "/0/" + sign * line.quantity())
                .collect(Collectors.joining(","));
        event(type, deltas, suffix(request), record);
        String fullState = state.equals("c") ? "confirmed" : "cancelled";
        orders.put(orderId(request), new StoredOrder(orderId(request), seq, fullState, record, "request " + request));
        fileLines.add(fileLine(seq, type, request, fullState, lines));
    }

    private static String fileLine(long seq, String type, long request, String state, Line... lines) {
        String json = List.of(lines).stream()
                .map(line -> "{\"offer\":\"" + line.offer() + "\",\"quantity\":" + line.quantity() + ",\"priceMinor\":"
                        + PRICE_MINOR + '}')
                .collect(Collectors.joining(","));
        return "{\"id\":\"" + SESSION + ".1." + seq + "\",\"type\":\"io.ganchang." + type + ".v1\",\"subject\":\""
                + orderId(request) + "\",\"time\":\"2026-01-01T00:00:00.000Z\",\"data\":{\"state\":\"" + state
                + "\",\"lines\":[" + json + "],\"delivery\":{\"name\":\"request " + request + "\"}}}";
    }

    private void event(String type, String deltas, String subject, String body) {
        events.add(new StoredEvent(events.size() + 1L, 1, type, deltas, subject, body));
    }

    /** Writes the books into {@code folder} as the real parties do, and reads them back as the oracle does. */
    Books books(Path folder) throws IOException, SQLException {
        Path journalFile = folder.resolve("journal.jsonl");
        try (Journal out = Journal.begin(journalFile)) {
            journal.forEach(out::write);
        }
        Path ledgerFile = folder.resolve("ledger.db");
        writeLedger(ledgerFile);
        Path file = folder.resolve(SESSION + ".jsonl");
        String text = fileLines.stream().map(line -> line + '\n').collect(Collectors.joining());
        Files.writeString(file, text + fileEnd);
        return new Books(
                new BuyersBook(JournalReader.read(journalFile)),
                LedgerSnapshot.read(ledgerFile, SESSION),
                FulfilmentFile.read(file));
    }

    private void writeLedger(Path file) throws IOException, SQLException {
        try (Connection ledger = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = ledger.createStatement()) {
            statement.executeUpdate(schema());
            statement.executeUpdate("INSERT INTO session VALUES ('" + SESSION + "', 'h', 'live', '{}', 'k', 1, 1)");
            for (StoredEvent event : events) {
                insert(
                        ledger,
                        "INSERT INTO event VALUES (?, ?, ?, 1, ?, 'host:h', ?, ?, ?, NULL)",
                        SESSION,
                        event.seq(),
                        event.epoch(),
                        event.type(),
                        event.deltas(),
                        event.subject(),
                        event.body());
            }
            for (StoredOrder order : orders.values()) {
                insert(
                        ledger,
                        "INSERT INTO orders VALUES (?, ?, ?, ?, 'v', 'v', 'live', 1, 'CNY', ?, 1, 1)",
                        order.id(),
                        SESSION,
                        order.seq(),
                        order.state(),
                        order.record());
                insert(
                        ledger,
                        "INSERT INTO delivery VALUES (?, ?)",
                        order.id(),
                        "{\"name\":\"" + order.recipient() + "\"}");
            }
        }
    }

    private static void insert(Connection ledger, String sql, Object... values) throws SQLException {
        try (PreparedStatement insert = ledger.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                insert.setObject(i + 1, values[i]);
            }
            insert.executeUpdate();
        }
    }

    private static String schema() throws IOException {
        try (InputStream sql = MarketOnPaper.class.getResourceAsStream("/db/V1__ledger.sql")) {
            if (sql == null) {
                throw new IOException("the ledger's schema is not on the class path");
            }
            return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
