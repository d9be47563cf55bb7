package io.ganchang.ledger;

import io.ganchang.database.Transaction;
import io.ganchang.domain.Event;
import io.ganchang.domain.PaymentKey;
import io.ganchang.domain.Refund;
import io.ganchang.domain.RefundId;
import io.ganchang.domain.RefundState;
import io.ganchang.domain.SessionId;
import io.ganchang.redis.RefundRecord;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A payment of a closed session, with its refunds: what the payment record is while the partition lives.
 *
 * @param order the 22 characters of the order id that it named
 * @param refunds first to last
 */
record ClosedPayment(PaymentKey key, String order, String currency, long amountMinor, List<RefundRow> refunds) {

    static Optional<ClosedPayment> find(Transaction transaction, SessionId session, PaymentKey key) {
        return PaymentTable.find(transaction, session, key)
                .map(row -> new ClosedPayment(
                        key,
                        row.order().substring(session.value().length() + 1),
                        row.currency(),
                        row.amountMinor(),
                        RefundTable.ofPayment(transaction, session, key)));
    }

    /** What is neither given back nor due to be. */
    long leftMinor() {
        return amountMinor - refunds.stream().mapToLong(RefundRow::amountMinor).sum();
    }

    /** Makes a refund due as the next event of {@code entry}. */
    Refund refundDue(ClosedEntry entry, long minor, String reason, String actor, @Nullable String attachment) {
        Refund refund = refund(new RefundId(entry.session(), entry.nextSeq()), RefundState.DUE, minor, reason);
        entry.add(Event.REFUND_DUE, actor, refund.id().toString(), RefundRecord.write(refund), attachment);
        return refund;
    }

    /** Says as the next event of {@code entry} that a refund of this payment is done. */
    Refund refundDone(ClosedEntry entry, RefundId id, long minor, String reason) {
        Refund refund = refund(id, RefundState.DONE, minor, reason);
        entry.add(Event.REFUND_DONE, key.gateway(), id.toString(), RefundRecord.write(refund), null);
        return refund;
    }

    private Refund refund(RefundId id, RefundState state, long minor, String reason) {
        return new Refund(id, state, key, order, currency, minor, reason);
    }
}
