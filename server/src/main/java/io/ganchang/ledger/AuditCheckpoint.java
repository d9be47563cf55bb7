package io.ganchang.ledger;

import io.ganchang.domain.SessionId;

/**
 * What an audit found to be true of a session at one sequence number, for later audits to go on from.
 *
 * @param chain SHA-256 over all events up to {@code seq}, each with the value before it
 * @param document JSON of the state; {@code docs/formats.md} has its fields
 * @param digest SHA-256 over all but itself and what follows, so that damage is noticed
 * @param createdMs when the audit ended
 * @param program version of the program that audited
 */
public record AuditCheckpoint(
        SessionId session,
        long seq,
        long epoch,
        String chain,
        String document,
        String digest,
        long createdMs,
        String program) {

    /** The same with another digest. */
    public AuditCheckpoint withDigest(String sha256) {
        return new AuditCheckpoint(session, seq, epoch, chain, document, sha256, createdMs, program);
    }
}
