package io.ganchang.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganchang.load.ToyBooks.ToyRefund;
import io.ganchang.load.ToyMarket.Fault;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The money side of the toy market: payments and refunds, honest or with one planted fault. */
final class ToyTill {
    private static final int EACH = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ToyBooks books;
    private final ToyShelves shelves;
    private final Fault fault;
    private long counter;

    ToyTill(ToyBooks books, ToyShelves shelves, Fault fault) {
        this.books = books;
        this.shelves = shelves;
        this.fault = fault;
    }

    static boolean isSigned(String id, String timestamp, String body, String signature) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(ToyBooks.SECRET), "HmacSHA256"));
        byte[] sign = mac.doFinal((id + '.' + timestamp + '.' + body).getBytes(StandardCharsets.UTF_8));
        return signature.equals("v1," + Base64.getEncoder().encodeToString(sign));
    }

    /** Records a payment; what cannot confirm goes back. */
    void take(JsonNode notice) throws SQLException {
        String payment = notice.path("paymentId").asText();
        String orderId = notice.path("order").asText();
        String currency = notice.path("currency").asText();
        long amountMinor = notice.path("amountMinor").asLong();
        boolean known = books.kept(payment) != null;
        boolean forgotten = fault == Fault.FORGETS_PAYMENTS && ++counter % EACH == 0;
        if (forgotten || (known && fault != Fault.COUNTS_TWICE)) {
            return;
        }
        books.payment(payment, orderId, currency, amountMinor);
        books.keep(payment, JSON.createObjectNode());
        ObjectNode order = books.orders().get(orderId);
        String reason = reason(order, currency, amountMinor);
        if (order != null && currency.equals("CNY")) {
            add(order, "paid", amountMinor);
        }
        if (reason == null && order != null) {
            shelves.move(order, "confirmed");
            toy(order).put("paidBy", "sandbox:" + payment);
            books.write("order.confirmed", order, 1);
        } else if (fault != Fault.KEEPS_MONEY) {
            giveBack(order, payment, orderId, currency, amountMinor, String.valueOf(reason));
        }
    }

    private @Nullable String reason(@Nullable ObjectNode order, String currency, long amountMinor) {
        if (order == null) {
            return "unknown_order";
        }
        if (!currency.equals("CNY")) {
            return "wrong_currency";
        }
        return switch (order.path("state").asText()) {
            case "cancelled" -> "cancelled";
            case "confirmed" -> toy(order).has("paidBy") ? "second_payment" : "not_due";
            case "held" -> order.path("amountMinor").asLong() == amountMinor ? null : "wrong_amount";
            default -> lateReason(order, amountMinor);
        };
    }

    private @Nullable String lateReason(ObjectNode order, long amountMinor) {
        if (order.path("amountMinor").asLong() != amountMinor) {
            return "wrong_amount";
        }
        boolean refunds = false;
        for (JsonNode line : order.path("lines")) {
            JsonNode terms = books.terms(line.path("offer").asText());
            refunds |= terms.path("latePayment").asText().equals("refund");
        }
        String viewer = order.path("viewer").asText();
        return refunds || shelves.refusal(viewer, order, false) != null ? "late" : null;
    }

    /** What was kept for a cancelled order goes back. */
    void cancelled(ObjectNode order) throws SQLException {
        ObjectNode toy = toy(order);
        long keptMinor = toy.path("paid").asLong() - toy.path("granted").asLong();
        if (keptMinor > 0) {
            String payment = toy.path("paidBy").asText().substring("sandbox:".length());
            giveBack(order, payment, order.path("id").asText(), "CNY", keptMinor, "cancelled");
        }
    }

    /** A host's refund, or null where so much was not paid. */
    @Nullable
    ObjectNode grant(ObjectNode order, JsonNode wanted) throws SQLException {
        ObjectNode toy = toy(order);
        long amountMinor = wanted.path("amountMinor").asLong();
        for (JsonNode part : wanted.path("lines")) {
            JsonNode terms = books.terms(part.path("offer").asText());
            amountMinor +=
                    part.path("quantity").asLong() * terms.path("priceMinor").asLong();
        }
        long leftMinor = toy.path("paid").asLong() - toy.path("granted").asLong();
        if (!toy.has("paidBy") || amountMinor > leftMinor) {
            return null;
        }
        String payment = toy.path("paidBy").asText().substring("sandbox:".length());
        String id = giveBack(order, payment, order.path("id").asText(), "CNY", amountMinor, "requested");
        return JSON.createObjectNode().put("id", id).put("state", "done");
    }

    private String giveBack(
            @Nullable ObjectNode order,
            String payment,
            String orderId,
            String currency,
            long amountMinor,
            String reason)
            throws SQLException {
        boolean counted = order != null && currency.equals("CNY");
        ToyRefund refund =
                new ToyRefund(books.nextRefund(payment, orderId), payment, orderId, currency, amountMinor, reason);
        books.refundDue(refund);
        if (counted && order != null) {
            add(order, "granted", amountMinor);
            books.write("order.refund_due", order, 1);
        }
        books.refundDone(refund);
        if (counted && order != null) {
            add(order, "refunded", amountMinor);
            books.write("order.refunded", order, 1);
        }
        return refund.id();
    }

    private static void add(ObjectNode order, String sum, long amountMinor) {
        toy(order).put(sum, toy(order).path(sum).asLong() + amountMinor);
    }

    private static ObjectNode toy(ObjectNode order) {
        return order.withObject("/toy");
    }
}
