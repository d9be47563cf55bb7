package io.ganchang.ledger;

import io.ganchang.domain.Event;
import io.ganchang.domain.PaymentKey;
import io.ganchang.domain.Refund;
import io.ganchang.domain.RefundId;
import io.ganchang.domain.RefundState;
import io.ganchang.domain.SessionId;
import io.ganchang.redis.RefundRecord;
import java.util.Optional;

/**
 * A refund as it stands.
 *
 * @param id {@code <session>-r<seq>}, or {@code stray-<22 characters>} where its payment is a stray one
 * @param session empty for that of a stray payment
 * @param seq of the event that made it; 0 for that of a stray payment
 * @param doneSeq of the event that says it was carried out; 0 for none
 * @param order the order id that the payment named; of a stray one the text as it was told
 * @param amountMinor minor units of {@code currency}
 */
public record RefundRow(
        String id,
        Optional<SessionId> session,
        long seq,
        long doneSeq,
        PaymentKey payment,
        String order,
        String currency,
        long amountMinor,
        String reason,
        RefundState state,
        long createdMs,
        long updatedMs) {

    /**
     * The refund as its session's partition has it.
     *
     * @throws IllegalStateException where it is that of a stray payment
     */
    public Refund refund() {
        SessionId of = session.orElseThrow(() -> new IllegalStateException("refund " + id + " has no session"));
        String suffix = order.substring(of.value().length() + 1);
        return new Refund(new RefundId(of, seq), state, payment, suffix, currency, amountMinor, reason);
    }

    /** @throws IllegalArgumentException where the event is broken */
    static RefundRow of(Event event) {
        RefundId id = RefundId.parse(event.subject())
                .filter(parsed -> parsed.session().equals(event.id().session()))
                .orElseThrow(() -> new IllegalArgumentException("broken refund id"));
        Refund refund = RefundRecord.parse(id, event.body());
        return new RefundRow(
                id.toString(),
                Optional.of(id.session()),
                id.seq(),
                refund.state() == RefundState.DONE ? event.seq() : 0,
                refund.payment(),
                id.session().value() + '.' + refund.order(),
                refund.currency(),
                refund.amountMinor(),
                refund.reason(),
                refund.state(),
                event.atMs(),
                event.atMs());
    }
}
