package io.ganchang.load.oracle;

import io.ganchang.load.journal.Act;
import io.ganchang.load.journal.Journal;
import io.ganchang.load.journal.JournalEntry;
import io.ganchang.load.journal.JournalReader;
import io.ganchang.load.journal.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
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
    static final String GIFT_BOX = "gift-box";
    static final String HAMPER = "hamper";
    static final long MELONS = 4;
    static final long GIFT_BOXES = 6;
    static final long PRICE_MINOR = 3990;
    static final long HOLD_MS = 5000;
    static final long HOLDS_PER_VIEWER = 2;

    final List<JournalEntry> journal = new ArrayList<>();
    final List<StoredEvent> events = new ArrayList<>();
    final Map<String, StoredOrder> orders = new LinkedHashMap<>();
    final Map<String, StoredPayment> payments = new LinkedHashMap<>();
    final Map<String, StoredRefund> refunds = new LinkedHashMap<>();
    final List<String> fileLines = new ArrayList<>();
    String fileEnd = "";
    private final Map<Long, PaperOrder> written = new LinkedHashMap<>();
    private long nowMs = 1_000_000;

    MarketOnPaper() {
        journal.add(new JournalEntry.Opened(nowMs, SESSION, 1, HOLDS_PER_VIEWER));
        event("session.created", "-", SESSION, "scheduled 1 {}");
        offer(MELON, MELONS, 2, 0, false);
        offer(PEAR, 1000, 0, 0, false);
        offer(GIFT_BOX, GIFT_BOXES, 0, HOLD_MS, true);
        offer(HAMPER, 1000, 0, HOLD_MS, false);
    }

    private void offer(String offer, long stock, long limit, long holdMs, boolean reacquires) {
        journal.add(new JournalEntry.Offered(offer, stock, limit, PRICE_MINOR, holdMs, reacquires));
        event("offer.created", "stock:" + offer + '=' + stock + "/0/0", offer, "d 0 0 …");
    }

    static String orderId(long request) {
        return SESSION + '.' + suffix(request);
    }

    static String suffix(long request) {
        return "o".repeat(18) + (1000 + request);
    }

    static String payment(long request, int number) {
        return SESSION + "-p" + request + '-' + number;
    }

    /** A request that is answered with its order, paid on delivery. */
    void buy(long request, String viewer, Line... lines) {
        want(request, viewer, lines);
        sent(request, 1);
        confirm(request, viewer, lines);
        acked(request, 1, false);
    }

    /** A request that is answered with its order, to be paid. */
    void hold(long request, String viewer, Line... lines) {
        want(request, viewer, lines);
        sent(request, 1);
        PaperOrder order = new PaperOrder(request, viewer, List.of(lines));
        order.heldUntilMs = nowMs + 1 + HOLD_MS;
        step(order, "h", StoredEvent.HELD);
        acked(request, 1, false);
    }

    void want(long request, String viewer, Line... lines) {
        journal.add(new JournalEntry.Wanted(request, viewer, "k" + request, List.of(lines), "request " + request));
    }

    void sent(long request, int attempt) {
        journal.add(new JournalEntry.Sent(++nowMs, Act.PLACE, request, attempt));
    }

    void acked(long request, int attempt, boolean replayed) {
        PaperOrder order = written.get(request);
        journal.add(new JournalEntry.Acked(
                ++nowMs,
                Act.PLACE,
                request,
                attempt,
                replayed ? 200 : 201,
                replayed,
                orderId(request),
                order == null ? "confirmed" : order.stateName(),
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

    /** What the server writes when it confirms an order that is paid on delivery. */
    void confirm(long request, String viewer, Line... lines) {
        step(new PaperOrder(request, viewer, List.of(lines)), "c", StoredEvent.CONFIRMED);
    }

    /** A cancel that is acknowledged, with what the server writes. */
    void cancel(long request) {
        journal.add(new JournalEntry.Sent(++nowMs, Act.CANCEL, request, 9));
        PaperOrder order = order(request);
        step(order, "x", StoredEvent.CANCELLED);
        journal.add(new JournalEntry.Acked(
                ++nowMs, Act.CANCEL, request, 9, 200, false, orderId(request), "cancelled", null));
        long keptMinor = order.paidMinor - order.grantedMinor;
        if (keptMinor > 0) {
            order.grantedMinor += keptMinor;
            giveBack(order, order.paidBy.substring("sandbox:".length()), "CNY", keptMinor, "cancelled");
        }
    }

    /** The hold is over and nobody has paid. */
    void expire(long request) {
        PaperOrder order = order(request);
        nowMs = Math.max(nowMs, order.heldUntilMs);
        step(order, "e", StoredEvent.EXPIRED);
    }

    /** Money for an order, taken, told and recorded; it confirms the order. */
    void pay(long request, int number) {
        PaperOrder order = order(request);
        String payment = charge(request, number, order.amountMinor(), "CNY");
        order.paidMinor += order.amountMinor();
        order.paidBy = "sandbox:" + payment;
        received(payment, suffix(request), "CNY", order.amountMinor());
        step(order, "c", StoredEvent.CONFIRMED);
        recorded(payment);
    }

    /** Money that cannot confirm, taken, told, recorded, and given back. */
    void payInVain(long request, int number, long amountMinor, String currency, String reason) {
        PaperOrder order = written.get(request);
        String payment = charge(request, number, amountMinor, currency);
        received(payment, suffix(request), currency, amountMinor);
        if (order == null) {
            order = new PaperOrder(request, "nobody", List.of());
        } else if (currency.equals("CNY")) {
            order.paidMinor += amountMinor;
            order.grantedMinor += amountMinor;
        }
        giveBack(order, payment, currency, amountMinor, reason);
        recorded(payment);
    }

    /** Money for no session. */
    void payStray(int number) {
        String payment = payment(0, number);
        journal.add(new JournalEntry.Charged(payment, "nowhere." + suffix(0), PRICE_MINOR, "CNY"));
        journal.add(new JournalEntry.Notified(++nowMs, payment, "msg_" + payment));
        payments.put(payment, new StoredPayment(payment, true, "nowhere." + suffix(0), "CNY", PRICE_MINOR));
        String id = "stray-" + number;
        refunds.put(id, new StoredRefund(id, true, payment, "CNY", PRICE_MINOR, "unknown_order", "done"));
        recorded(payment);
    }

    /** A host gives back one unit of the order, and is told so. */
    void refundUnit(long request) {
        PaperOrder order = order(request);
        journal.add(new JournalEntry.RefundWanted(request, Act.REFUND_LINES, PRICE_MINOR));
        journal.add(new JournalEntry.Sent(++nowMs, Act.REFUND_LINES, request, 7));
        order.grantedMinor += PRICE_MINOR;
        String id = giveBack(order, order.paidBy.substring("sandbox:".length()), "CNY", PRICE_MINOR, "requested");
        journal.add(new JournalEntry.Acked(++nowMs, Act.REFUND_LINES, request, 7, 201, false, id, "due", null));
    }

    private String charge(long request, int number, long amountMinor, String currency) {
        String payment = payment(request, number);
        journal.add(new JournalEntry.Charged(payment, orderId(request), amountMinor, currency));
        journal.add(new JournalEntry.Notified(++nowMs, payment, "msg_" + payment));
        return payment;
    }

    private void recorded(String payment) {
        journal.add(new JournalEntry.NoticeAnswered(++nowMs, payment, "msg_" + payment, 204));
    }

    private void received(String payment, String order, String currency, long amountMinor) {
        event(
                StoredEvent.PAID,
                "-",
                "sandbox:" + payment,
                String.join(" ", order, currency, "" + amountMinor, "0", "0", "-"));
        payments.put(payment, new StoredPayment(payment, false, SESSION + '.' + order, currency, amountMinor));
    }

    /** A refund that comes due and is carried out at once. */
    private String giveBack(PaperOrder order, String payment, String currency, long amountMinor, String reason) {
        boolean counted = currency.equals("CNY") && written.containsKey(order.request);
        String id = SESSION + "-r" + (events.size() + 1);
        String body =
                " " + String.join(" ", "sandbox:" + payment, suffix(order.request), currency, "" + amountMinor, reason);
        event(StoredEvent.REFUND_DUE, "-", id, 'd' + body);
        if (counted) {
            step(order, order.state, StoredEvent.REFUND_DUE_OF_ORDER);
            order.refundedMinor += amountMinor;
        }
        event(StoredEvent.REFUND_DONE, "-", id, 'f' + body);
        if (counted) {
            step(order, order.state, StoredEvent.REFUNDED);
        }
        refunds.put(id, new StoredRefund(id, false, payment, currency, amountMinor, reason, "done"));
        return id;
    }

    private PaperOrder order(long request) {
        PaperOrder order = written.get(request);
        if (order == null) {
            throw new IllegalArgumentException("no order of request " + request);
        }
        return order;
    }

    private void step(PaperOrder order, String state, String type) {
        written.put(order.request, order);
        long seq = events.size() + 1L;
        String deltas = order.deltasTo(state);
        order.state = state;
        String record = order.record(seq);
        nowMs++;
        event(type, deltas, suffix(order.request), record);
        orders.put(
                orderId(order.request),
                new StoredOrder(orderId(order.request), seq, order.stateName(), record, "request " + order.request));
        if (events.get(events.size() - 1).goesOut()) {
            fileLines.add(fileLine(seq, type, order));
        }
    }

    private static String fileLine(long seq, String type, PaperOrder order) {
        String json = order.lines.stream()
                .map(line -> "{\"offer\":\"" + line.offer() + "\",\"quantity\":" + line.quantity() + ",\"priceMinor\":"
                        + PRICE_MINOR + '}')
                .collect(Collectors.joining(","));
        return "{\"id\":\"" + SESSION + ".1." + seq + "\",\"type\":\"io.ganchang." + type + ".v1\",\"subject\":\""
                + orderId(order.request) + "\",\"time\":\"2026-01-01T00:00:00.000Z\",\"data\":{\"state\":\""
                + order.stateName() + "\",\"lines\":[" + json + "],\"delivery\":{\"name\":\"request "
                + order.request + "\"}}}";
    }

    private void event(String type, String deltas, String subject, String body) {
        events.add(new StoredEvent(events.size() + 1L, 1, nowMs, type, deltas, subject, body));
    }

    /** Writes the books into {@code folder} as the real parties do, and reads them back as the oracle does. */
    Books books(Path folder) throws IOException, SQLException {
        Path journalFile = folder.resolve("journal.jsonl");
        try (Journal out = Journal.begin(journalFile)) {
            journal.forEach(out::write);
        }
        Path ledgerFile = folder.resolve("ledger.db");
        PaperLedger.write(ledgerFile, this);
        Path file = folder.resolve(SESSION + ".jsonl");
        String text = fileLines.stream().map(line -> line + '\n').collect(Collectors.joining());
        Files.writeString(file, text + fileEnd);
        return new Books(
                new BuyersBook(JournalReader.read(journalFile)),
                LedgerSnapshot.read(ledgerFile, SESSION),
                FulfilmentFile.read(file));
    }
}
