package io.ganchang.audit;

import io.ganchang.audit.SessionAudit.Proven;
import io.ganchang.audit.SessionAudit.Result;
import io.ganchang.ledger.AuditCheckpoint;
import io.ganchang.ledger.Ledger;
import io.ganchang.ledger.StoredSession;
import io.ganchang.redis.BrokenEntryException;
import io.ganchang.redis.OffLoopRedis;
import io.ganchang.redis.PartitionGone;
import io.ganchang.redis.PartitionPages;
import io.ganchang.redis.SnapshotReader;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Audits sessions: pools, orders, counters, events, ledger and what lies downstream must all tell the same. It may run
 * beside a market at full speed: everything is compared at a sequence number that was read together with it.
 */
public final class Auditor {
    /** Fewer new events than this are gone through again each time; a checkpoint would save nothing. */
    public static final long EVENTS_PER_CHECKPOINT = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Auditor.class);
    private static final int ATTEMPTS = 2;

    private final OffLoopRedis redis;
    private final Ledger ledger;
    private final List<Comparison> downstream;
    private final InstantSource clock;
    private final String program;
    private final long eventsPerCheckpoint;

    /** @param program version of this program, which checkpoints name */
    public Auditor(
            OffLoopRedis redis, Ledger ledger, List<Comparison> downstream, InstantSource clock, String program) {
        this(redis, ledger, downstream, clock, program, EVENTS_PER_CHECKPOINT);
    }

    /** @param eventsPerCheckpoint how many events a checkpoint must be above the last one */
    Auditor(
            OffLoopRedis redis,
            Ledger ledger,
            List<Comparison> downstream,
            InstantSource clock,
            String program,
            long eventsPerCheckpoint) {
        this.redis = redis;
        this.ledger = ledger;
        this.downstream = List.copyOf(downstream);
        this.clock = clock;
        this.program = program;
        this.eventsPerCheckpoint = eventsPerCheckpoint;
    }

    /**
     * Audits one session. Blocks.
     *
     * @throws io.ganchang.redis.RedisUnavailable where Redis is not there
     */
    public AuditReport audit(StoredSession session, AuditDepth depth, AuditProgress progress) {
        try (SnapshotReader snapshots = redis.openSnapshots();
                PartitionPages pages = redis.openPages()) {
            return audit(session, depth, progress, snapshots, pages);
        } catch (BrokenEntryException | IllegalArgumentException e) {
            return SessionAudit.unreadable(session, String.valueOf(e.getMessage()));
        }
    }

    private AuditReport audit(
            StoredSession session,
            AuditDepth depth,
            AuditProgress progress,
            SnapshotReader snapshots,
            PartitionPages pages) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                Result result = new SessionAudit(ledger, session, depth, progress).run(snapshots, pages, downstream);
                result.checkpoint().ifPresent(proven -> keep(session, proven, result.report()));
                return result.report();
            } catch (PartitionGone e) {
                LOG.info("session {} was closed while it was audited", session.id());
            }
        }
        return SessionAudit.unreadable(session, "its partition comes and goes");
    }

    /** An audit without a checkpoint is an audit still: the next one takes longer. */
    private void keep(StoredSession session, Proven proven, AuditReport report) {
        if (proven.seq() - report.fromSeq() < eventsPerCheckpoint) {
            return;
        }
        AuditCheckpoint unsigned = new AuditCheckpoint(
                session.id(),
                proven.seq(),
                proven.epoch(),
                proven.chain(),
                proven.state().toJson(),
                "",
                clock.millis(),
                program);
        try {
            ledger.keep(unsigned.withDigest(Checkpoints.digest(unsigned)));
        } catch (RuntimeException e) {
            LOG.warn("no checkpoint of session {} could be kept: {}", session.id(), e.getMessage());
        }
    }
}
