package io.ganchang.domain;

/** What viewers see of an offer's window at a given time. */
public enum OfferStage {
    DRAFT,
    COUNTDOWN,
    OPEN,
    CLOSED
}
