package io.ganchang.ledger;

import io.ganchang.domain.SessionId;

/**
 * How far a sink has a session's events.
 *
 * @param seq of the last event it is done with; 0 for none
 * @param ledgerSeq of the last event in the ledger
 */
public record SinkLag(SessionId session, long seq, long ledgerSeq) {}
