package io.ganchang.redis;

import io.ganchang.domain.SessionId;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** What this server knows of one partition, shared by its event loops: keys, epoch, highest seq seen, clock. */
public final class Partition {
    private static final long ALWAYS_MS = 99_999_999_999_999L;

    private final SessionId session;
    private final Keys keys;
    private final long epoch;
    private final String orderKeyId;
    private final PartitionClock clock;
    private final AtomicLong knownSeq = new AtomicLong();

    /**
     * @param epoch as the ledger has it
     * @param orderKeyId id of the HMAC key from which its order ids are derived
     */
    public Partition(SessionId session, long epoch, String orderKeyId, LongSupplier nanoTime) {
        this.session = session;
        this.keys = Keys.of(session);
        this.epoch = epoch;
        this.orderKeyId = orderKeyId;
        this.clock = new PartitionClock(nanoTime);
    }

    public SessionId session() {
        return session;
    }

    public Keys keys() {
        return keys;
    }

    public long epoch() {
        return epoch;
    }

    public String orderKeyId() {
        return orderKeyId;
    }

    /** Highest sequence number seen in a reply. */
    public long knownSeq() {
        return knownSeq.get();
    }

    /** Takes note that the partition has been at {@code seq}, as someone else has seen it. */
    public void expectSeq(long seq) {
        knownSeq.accumulateAndGet(seq, Math::max);
    }

    /** Whether a reply has told the partition's time, so that calls can be limited in time. */
    public boolean knowsTime() {
        return !clock.isUnset();
    }

    /**
     * The head of a call sent now. Until a first reply has told the time the call is not limited in time, which only a birth
     * may be.
     *
     * @param budgetMs how far this server's clock may be off
     * @param lifeMs how long the call may still execute
     */
    public CallHead head(long budgetMs, long lifeMs, RandomGenerator random) {
        String tag = HexFormat.of().toHexDigits(random.nextLong());
        if (clock.isUnset()) {
            return new CallHead(epoch, knownSeq.get(), 0, ALWAYS_MS, tag);
        }
        long nowMs = clock.estimateMs();
        return new CallHead(epoch, knownSeq.get(), Math.max(0, nowMs - budgetMs), nowMs + lifeMs, tag);
    }

    /** Takes in what a reply said of seq and time. */
    void learn(CallReply reply) {
        if (reply.nowMs() > 0) {
            clock.learn(reply.nowMs());
            if (reply.isOk()) {
                expectSeq(reply.seq());
            }
        }
    }
}
