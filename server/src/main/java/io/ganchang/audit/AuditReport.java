package io.ganchang.audit;

import io.ganchang.domain.SessionId;
import java.util.List;

/**
 * What the audit of one session found, as of {@code seq}.
 *
 * @param seq sequence number at which pools and events were compared
 * @param fromSeq of the checkpoint that was believed; 0 where all events were gone through
 * @param replayMatches whether the replay of all events up to it gives the pools
 * @param orders how many orders were compared
 * @param events how many events were gone through
 * @param compared every comparison, and the sequence number it is true at
 * @param problems every difference; none where all is well
 */
public record AuditReport(
        SessionId session,
        long epoch,
        long seq,
        long fromSeq,
        List<OfferBalance> offers,
        List<MoneyBalance> money,
        boolean replayMatches,
        long orders,
        long events,
        List<Compared> compared,
        List<String> problems) {

    public AuditReport {
        offers = List.copyOf(offers);
        money = List.copyOf(money);
        compared = List.copyOf(compared);
        problems = List.copyOf(problems);
    }

    /**
     * The stock of one offer.
     *
     * @param total what hosts put in and took out, by their commands
     * @param oversold units sold or held beyond the total; 0 where all is well
     */
    public record OfferBalance(String offer, long total, long available, long held, long sold, long oversold) {}

    /**
     * The money of one currency, minor units.
     *
     * @param paidMinor all that was received
     * @param refundedMinor what has gone back
     * @param refundDueMinor what is to go back
     * @param keptMinor what is kept for confirmed orders
     */
    public record MoneyBalance(
            String currency, long paidMinor, long refundedMinor, long refundDueMinor, long keptMinor) {}

    /**
     * One comparison.
     *
     * @param what was held against the events
     * @param count of how many
     * @param seq up to which event
     */
    public record Compared(String what, long count, long seq) {}

    public boolean ok() {
        return problems.isEmpty();
    }
}
