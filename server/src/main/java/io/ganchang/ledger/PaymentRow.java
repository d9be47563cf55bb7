package io.ganchang.ledger;

import io.ganchang.domain.Event;
import io.ganchang.domain.PaymentKey;
import io.ganchang.domain.SessionId;
import io.ganchang.redis.PaymentRecord;
import java.util.Optional;

/**
 * A payment as it came in.
 *
 * @param session empty for a stray one, which names no session there is
 * @param order the order id it named; of a stray one the text as it was told
 * @param amountMinor minor units of {@code currency}
 * @param seq of its event; 0 for a stray one
 */
public record PaymentRow(
        Optional<SessionId> session,
        PaymentKey key,
        String order,
        String currency,
        long amountMinor,
        long seq,
        long atMs) {

    /** @throws IllegalArgumentException where the event is broken */
    static PaymentRow of(Event event) {
        SessionId session = event.id().session();
        PaymentRecord record = PaymentRecord.parse(event.body());
        return new PaymentRow(
                Optional.of(session),
                PaymentKey.require(event.subject()),
                session.value() + '.' + record.order(),
                record.currency(),
                record.amountMinor(),
                event.seq(),
                event.atMs());
    }
}
