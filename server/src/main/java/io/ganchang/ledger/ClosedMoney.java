package io.ganchang.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganchang.database.Transaction;
import io.ganchang.domain.CommandStamp;
import io.ganchang.domain.Event;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.OrderState;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Outcome.Done;
import io.ganchang.domain.PaymentNotice;
import io.ganchang.domain.Refund;
import io.ganchang.domain.RefundId;
import io.ganchang.domain.RefundState;
import io.ganchang.domain.RefundWish;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.LedgerCommandTable.Remembered;
import io.ganchang.redis.Refusals;
import io.ganchang.redis.SettleRefund.Settled;
import io.ganchang.redis.TakePayment.Received;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What money does to a closed session, in one transaction. The rules are those of {@code payment_take_1}, {@code
 * refund_grant_1} and {@code refund_settle_1}, but that nothing can be confirmed any more.
 */
final class ClosedMoney {
    /** Refunds that a host may make of one payment. */
    private static final int REFUNDS_PER_PAYMENT_MAX = 50;

    /** The largest number of the records: 14 digits. */
    private static final long NUMBER_MAX = 99_999_999_999_999L;

    private static final String REQUESTED = "requested";
    private static final String BY_GATEWAY = "by_gateway";

    /** Fingerprint of what is remembered of a gateway's notice. */
    private static final String NOTICE = "-";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Transaction transaction;
    private final ClosedEntry entry;
    private final SessionId session;

    ClosedMoney(Transaction transaction, ClosedEntry entry) {
        this.transaction = transaction;
        this.entry = entry;
        this.session = entry.session();
    }

    /** Takes note of a payment: the reason why it is to be given back, or empty where it was noted before. */
    Outcome<String> take(Received received) {
        if (PaymentTable.find(transaction, session, received.payment()).isPresent()) {
            return new Done<>("", true);
        }
        if (received.amountMinor() < 1 || received.amountMinor() > PaymentNotice.AMOUNT_MINOR_MAX) {
            return Refusals.ofText("invalid_request amount");
        }
        Optional<ClosedOrder> order = ClosedOrder.find(transaction, session, received.order());
        if (order.map(found -> found.money().paidMinor() + received.amountMinor() > NUMBER_MAX)
                .orElse(false)) {
            return Refusals.ofText("invalid_request amount");
        }
        String reason = reasonToGiveBack(order, received);
        giveBack(order, received, reason);
        entry.write(transaction);
        return Outcome.done(reason);
    }

    private static String reasonToGiveBack(Optional<ClosedOrder> found, Received received) {
        if (found.isEmpty()) {
            return "unknown_order";
        }
        ClosedOrder order = found.get();
        if (!order.counts(received.currency())) {
            return "wrong_currency";
        }
        OrderState state = order.order().state();
        if (state == OrderState.CANCELLED) {
            return "cancelled";
        }
        if (state == OrderState.CONFIRMED) {
            return order.money().payment().isEmpty() ? "not_due" : "second_payment";
        }
        return order.order().amountMinor() == received.amountMinor() ? "late" : "wrong_amount";
    }

    private void giveBack(Optional<ClosedOrder> order, Received received, String reason) {
        String gateway = received.payment().gateway();
        long minor = received.amountMinor();
        ClosedPayment payment =
                new ClosedPayment(received.payment(), received.order(), received.currency(), minor, List.of());
        String record = received.order() + ' ' + received.currency() + ' ' + minor + " 0 0 -";
        entry.add(Event.PAYMENT_RECEIVED, gateway, received.payment().toString(), record, null);
        payment.refundDue(entry, minor, reason, gateway, null);
        order.filter(found -> found.counts(received.currency()))
                .ifPresent(found -> found.change(
                        entry,
                        Event.ORDER_REFUND_DUE,
                        gateway,
                        money -> money.plusPaid(minor).plusGranted(minor)));
    }

    /** Makes a refund due that a host asks for; a repeat of the command gets the same one. */
    Outcome<Refund> grant(CommandStamp stamp, OrderId id, RefundWish wish) {
        Optional<Remembered> before = remembered(stamp.commandId());
        if (before.isPresent()) {
            return before.get().fingerprint().equals(stamp.fingerprint())
                    ? new Done<>(stored(before.get().seq()).orElseThrow().refund(), true)
                    : Refusals.ofText("idempotency_mismatch");
        }
        Optional<ClosedOrder> order = ClosedOrder.find(transaction, session, id.suffix());
        if (order.isEmpty()) {
            return Refusals.ofText("not_found");
        }
        Optional<ClosedPayment> payment =
                order.get().money().payment().flatMap(key -> ClosedPayment.find(transaction, session, key));
        return payment.isPresent()
                ? grant(stamp, order.get(), payment.get(), wish)
                : Refusals.ofText("order_state unpaid");
    }

    private Outcome<Refund> grant(CommandStamp stamp, ClosedOrder order, ClosedPayment payment, RefundWish wish) {
        RefundedUnits asked = RefundedUnits.of(order.order(), order.money().units(), wish);
        Optional<String> refusal = asked.refusal().or(() -> refusal(payment, asked.amountMinor()));
        if (refusal.isPresent()) {
            return Refusals.ofText(refusal.get());
        }
        long minor = asked.amountMinor();
        Refund refund = payment.refundDue(entry, minor, REQUESTED, stamp.actor(), attachment(stamp.reason()));
        order.change(
                entry,
                Event.ORDER_REFUND_DUE,
                stamp.actor(),
                money -> money.plusGranted(minor).withUnits(asked.units()));
        entry.write(transaction);
        remember(
                stamp.commandId(),
                String.valueOf(stamp.fingerprint()),
                refund.id().seq());
        return Outcome.done(refund);
    }

    private static Optional<String> refusal(ClosedPayment payment, long minor) {
        if (minor < 1) {
            return Optional.of("invalid_request refund");
        }
        if (minor > payment.leftMinor()) {
            return Optional.of("order_state left " + payment.leftMinor());
        }
        return payment.refunds().size() >= REFUNDS_PER_PAYMENT_MAX
                ? Optional.of("order_state refunds")
                : Optional.empty();
    }

    private static @Nullable String attachment(@Nullable String reason) {
        try {
            return reason == null ? null : JSON.writeValueAsString(Map.of("reason", reason));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a reason that is no text", e);
        }
    }

    /** Takes note that money has gone back: the number of its refund. */
    Outcome<String> settle(Settled settled) {
        Optional<Remembered> before = remembered(settled.commandId());
        if (before.isPresent()) {
            return before.get().fingerprint().equals(NOTICE)
                    ? noted(before.get().seq())
                    : Refusals.ofText("idempotency_mismatch");
        }
        Optional<ClosedPayment> payment = ClosedPayment.find(transaction, session, settled.payment());
        if (payment.isEmpty()) {
            return Refusals.ofText("not_found");
        }
        return payment.get().currency().equals(settled.currency())
                ? settle(settled, payment.get())
                : Refusals.ofText("invalid_request currency");
    }

    private Outcome<String> settle(Settled settled, ClosedPayment payment) {
        if (settled.isToDate()) {
            return settleToDate(settled, payment);
        }
        Optional<RefundRow> named = named(settled.refund());
        if (named.filter(refund -> !isMeant(refund, settled)).isPresent()) {
            return Refusals.ofText("invalid_request refund");
        }
        if (named.isEmpty() && settled.commandId() == null) {
            return Refusals.ofText("not_found");
        }
        if (named.isEmpty() && isAnyOfSeveral(payment, settled.amountMinor())) {
            return Refusals.ofText("not_found");
        }
        Optional<RefundRow> refund = named.or(() -> unnamed(payment, settled.amountMinor()));
        if (refund.isEmpty() && isBeyond(payment, settled.amountMinor())) {
            return Refusals.ofText("invalid_request refund");
        }
        if (refund.filter(found -> found.state() == RefundState.DONE).isPresent()) {
            rememberNotice(settled.commandId(), refund.get().seq());
            return noted(refund.get().seq());
        }
        long seq = note(payment, refund, settled.amountMinor());
        rememberNotice(settled.commandId(), seq);
        return Outcome.done(Long.toString(seq));
    }

    /** What is told to have gone back in all is new as far as it is above what was noted. */
    private Outcome<String> settleToDate(Settled settled, ClosedPayment payment) {
        if (payment.refunds().stream().anyMatch(refund -> refund.state() == RefundState.DUE)) {
            return Refusals.ofText("not_found");
        }
        long newMinor = settled.amountMinor()
                - payment.refunds().stream().mapToLong(RefundRow::amountMinor).sum();
        if (newMinor < 1) {
            return new Done<>("", true);
        }
        if (isBeyond(payment, newMinor)) {
            return Refusals.ofText("invalid_request refund");
        }
        long seq = note(payment, Optional.empty(), newMinor);
        rememberNotice(settled.commandId(), seq);
        return Outcome.done(Long.toString(seq));
    }

    private static boolean isBeyond(ClosedPayment payment, long minor) {
        return minor > payment.leftMinor() || payment.refunds().size() >= 2 * REFUNDS_PER_PAYMENT_MAX;
    }

    private static boolean isMeant(RefundRow refund, Settled settled) {
        return refund.payment().equals(settled.payment()) && refund.amountMinor() == settled.amountMinor();
    }

    private Optional<RefundRow> named(OptionalLong seq) {
        return seq.isPresent() ? stored(seq.getAsLong()) : Optional.empty();
    }

    /** A refund of that amount that was carried out and of which no notice has come yet, else the one that is due. */
    private Optional<RefundRow> unnamed(ClosedPayment payment, long minor) {
        return unnoticed(payment, minor).or(() -> due(payment, minor).findFirst());
    }

    /** Whether a notice of that amount may be about any of several refunds that are due. */
    private boolean isAnyOfSeveral(ClosedPayment payment, long minor) {
        return unnoticed(payment, minor).isEmpty() && due(payment, minor).count() > 1;
    }

    private Optional<RefundRow> unnoticed(ClosedPayment payment, long minor) {
        return payment.refunds().stream()
                .filter(refund -> refund.amountMinor() == minor && refund.state() == RefundState.DONE)
                .filter(refund -> remembered(noticeOf(refund.seq())).isEmpty())
                .findFirst();
    }

    private static Stream<RefundRow> due(ClosedPayment payment, long minor) {
        return payment.refunds().stream()
                .filter(refund -> refund.amountMinor() == minor && refund.state() == RefundState.DUE);
    }

    /** Says that a refund is done, the gateway's own where there is none of ours; its number. */
    private long note(ClosedPayment payment, Optional<RefundRow> due, long minor) {
        RefundId id = new RefundId(session, due.map(RefundRow::seq).orElseGet(entry::nextSeq));
        String gateway = payment.key().gateway();
        payment.refundDone(entry, id, minor, due.map(RefundRow::reason).orElse(BY_GATEWAY));
        long grantedMinor = due.isPresent() ? 0 : minor;
        ClosedOrder.find(transaction, session, payment.order())
                .filter(order -> order.counts(payment.currency()))
                .ifPresent(order -> order.change(
                        entry,
                        Event.ORDER_REFUNDED,
                        gateway,
                        money -> money.plusGranted(grantedMinor).plusRefunded(minor)));
        entry.write(transaction);
        return id.seq();
    }

    private Optional<RefundRow> stored(long seq) {
        return RefundTable.find(transaction, new RefundId(session, seq).toString());
    }

    private Optional<Remembered> remembered(@Nullable String commandId) {
        return commandId == null ? Optional.empty() : LedgerCommandTable.find(transaction, session, commandId);
    }

    private void remember(@Nullable String commandId, String fingerprint, long seq) {
        if (commandId != null) {
            LedgerCommandTable.insert(transaction, session, commandId, new Remembered(fingerprint, seq));
        }
    }

    /** So that the same notice, and another one of the same refund, change nothing more. */
    private void rememberNotice(@Nullable String commandId, long seq) {
        if (commandId != null) {
            remember(commandId, NOTICE, seq);
            remember(noticeOf(seq), NOTICE, seq);
        }
    }

    private static String noticeOf(long seq) {
        return "r" + seq;
    }

    private static Outcome<String> noted(long seq) {
        return new Done<>(Long.toString(seq), true);
    }
}
