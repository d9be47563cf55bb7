package io.ganchang.audit;

import io.ganchang.domain.SessionId;
import java.util.List;

/**
 * What the audit of one session found, as of {@code seq}.
 *
 * @param seq sequence number at which pools and events were compared
 * @param replayMatches whether the replay of all events up to it gives the pools
 * @param problems every difference; none where all is well
 */
public record AuditReport(
        SessionId session,
        long epoch,
        long seq,
        List<OfferBalance> offers,
        boolean replayMatches,
        List<String> problems) {

    public AuditReport {
        offers = List.copyOf(offers);
        problems = List.copyOf(problems);
    }

    /**
     * The stock of one offer.
     *
     * @param total what hosts put in and took out, by their commands
     * @param oversold units sold or held beyond the total; 0 where all is well
     */
    public record OfferBalance(String offer, long total, long available, long held, long sold, long oversold) {}

    public boolean ok() {
        return problems.isEmpty();
    }
}
