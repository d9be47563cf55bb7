package io.ganchang.domain;

/**
 * A product on sale in a session, with its stock.
 *
 * @param opensAtMs start of its window, 0 while a draft
 * @param closesAtMs end of its window, 0 for open-ended
 * @param stage what the window says at the time this was read
 * @param version rises by one with every change
 */
public record Offer(
        String id,
        OfferTerms terms,
        long opensAtMs,
        long closesAtMs,
        OfferStage stage,
        boolean pinned,
        long version,
        Pool stock) {

    /** This offer once its session is closed. */
    public Offer closed() {
        return new Offer(id, terms, opensAtMs, closesAtMs, OfferStage.CLOSED, false, version, stock);
    }
}
