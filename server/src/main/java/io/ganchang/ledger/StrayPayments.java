package io.ganchang.ledger;

import io.ganchang.database.Database;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Outcome.Done;
import io.ganchang.domain.PaymentKey;
import io.ganchang.domain.PaymentNotice;
import io.ganchang.domain.Problem;
import io.ganchang.domain.RefundState;
import io.ganchang.redis.Refusals;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Payments that name no session there is. No book of a session can hold them, so they are rows of their own, and go back.
 * Never blocks.
 */
public final class StrayPayments {
    private static final String ID_PREFIX = "stray-";
    private static final String REASON = "unknown_order";
    private static final int ID_BYTES = 16;

    /** Longest text that is kept of what a payment names in place of an order. */
    static final int ORDER_LENGTH_MAX = 128;

    private final Database database;
    private final InstantSource clock;

    StrayPayments(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Id of the refund of a stray payment: the same for the same payment, and of no session's shape. */
    static String refundId(PaymentKey payment) {
        byte[] digest = sha256(payment.toString().getBytes(StandardCharsets.US_ASCII));
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, ID_BYTES));
        return ID_PREFIX + text.replace('-', '_');
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Takes note of a payment, and that it is to go back; the value says why. */
    CompletionStage<Outcome<String>> take(PaymentNotice paid) {
        long nowMs = clock.millis();
        String order = plain(paid.order());
        PaymentRow payment =
                new PaymentRow(Optional.empty(), paid.payment(), order, paid.currency(), paid.amountMinor(), 0, nowMs);
        RefundRow refund = new RefundRow(
                refundId(paid.payment()),
                Optional.empty(),
                0,
                0,
                paid.payment(),
                order,
                paid.currency(),
                paid.amountMinor(),
                REASON,
                RefundState.DUE,
                nowMs,
                nowMs);
        return database.write(transaction -> {
            boolean isNew = PaymentTable.insertIfAbsent(transaction, payment)
                    && RefundTable.insertIfAbsent(transaction, refund);
            return isNew ? Outcome.done(REASON) : new Done<>("", true);
        });
    }

    /** Takes note that a gateway says that money went back; the value is the refund's id. */
    CompletionStage<Outcome<String>> settle(PaymentNotice refunded) {
        return settle(refunded.payment(), refunded.amountMinor(), refunded.currency());
    }

    /** Takes note that the refund of a stray payment was carried out; the value is its id. */
    public CompletionStage<Outcome<String>> settle(RefundRow refund) {
        return settle(refund.payment(), refund.amountMinor(), refund.currency());
    }

    private CompletionStage<Outcome<String>> settle(PaymentKey payment, long amountMinor, String currency) {
        String id = refundId(payment);
        return database.write(transaction -> {
            Optional<RefundRow> stored = RefundTable.find(transaction, id);
            if (stored.isEmpty()) {
                return Outcome.refused(Problem.OVERLOADED, "The payment that was given back is not known yet.");
            }
            RefundRow refund = stored.get();
            if (refund.amountMinor() != amountMinor || !refund.currency().equals(currency)) {
                return Refusals.ofText("invalid_request refund");
            }
            return new Done<>(id, !RefundTable.settleStray(transaction, id, clock.millis()));
        });
    }

    private static String plain(String order) {
        String line = order.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= ORDER_LENGTH_MAX ? line : line.substring(0, ORDER_LENGTH_MAX);
    }
}
