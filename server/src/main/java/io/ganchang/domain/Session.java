package io.ganchang.domain;

import java.util.List;

/**
 * A show with its offers, as of one sequence number.
 *
 * @param version rises by one with every change of the session itself
 */
public record Session(
        SessionId id, SessionTerms terms, SessionState state, long version, long seq, List<Offer> offers) {

    public Session {
        offers = List.copyOf(offers);
    }
}
