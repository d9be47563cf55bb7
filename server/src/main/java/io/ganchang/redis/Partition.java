package io.ganchang.redis;

import io.ganchang.domain.SessionId;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What this server knows of one partition, shared by its event loops: keys, epoch, the highest seq seen, the last entry
 * of which it knows the tag, clock.
 */
public final class Partition {
    private static final long ALWAYS_MS = 99_999_999_999_999L;
    private static final String UNKNOWN_TAG = "-";

    private final SessionId session;
    private final Keys keys;
    private final long epoch;
    private final String orderKeyId;
    private final PartitionAlarm alarm;
    private final PartitionClock clock;
    private final AtomicLong knownSeq = new AtomicLong();
    private volatile Mark mark = Mark.NONE;
    private volatile boolean rolledBack;

    /**
     * @param epoch as the ledger has it
     * @param orderKeyId id of the HMAC key from which its order ids are derived
     */
    public Partition(SessionId session, long epoch, String orderKeyId, PartitionAlarm alarm, LongSupplier nanoTime) {
        this.session = session;
        this.keys = Keys.of(session);
        this.epoch = epoch;
        this.orderKeyId = orderKeyId;
        this.alarm = alarm;
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

    public PartitionClock clock() {
        return clock;
    }

    /** Highest sequence number seen. */
    public long knownSeq() {
        return knownSeq.get();
    }

    /** The last entry seen of which the tag is known. */
    Mark mark() {
        return mark;
    }

    /** Whether this server has found events missing that it had seen; then it asks Redis for nothing more. */
    public boolean isRolledBack() {
        return rolledBack;
    }

    /**
     * Takes note that the partition has been at {@code seq}, as somebody has seen it.
     *
     * @param tag of the entry that ended there
     */
    public void expect(long seq, String tag) {
        if (seq > 0) {
            expectSeq(seq);
            mark(new Mark(seq, tag));
        }
    }

    private synchronized void mark(Mark seen) {
        mark = Mark.later(mark, seen);
    }

    private void expectSeq(long seq) {
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
        Mark marked = mark;
        long known = knownSeq.get();
        boolean unlimited = clock.isUnset();
        long nowMs = clock.estimateMs();
        return new CallHead(
                epoch,
                known,
                marked.seq() == known && known > 0 ? marked.tag() : UNKNOWN_TAG,
                clock.number(),
                unlimited ? 0 : Math.max(0, nowMs - budgetMs),
                unlimited ? ALWAYS_MS : nowMs + lifeMs,
                HexFormat.of().toHexDigits(random.nextLong()),
                clock.nanos());
    }

    /** Takes in what the reply to a call with {@code head} said of seq and time, and whether it was lost or frozen. */
    void learn(CallReply reply, CallHead head) {
        learn(reply, head.knownSeq(), head.sentNanos());
    }

    /** The same of any call, sent at {@code sentNanos}, when {@code knownBefore} was the highest seq seen. */
    void learn(CallReply reply, long knownBefore, long sentNanos) {
        switch (reply.status()) {
            case "ok", "again" -> expectSeq(reply.seq());
            case "rolled_back" -> alarmRollBack();
            case "epoch" -> {
                long found = Long.parseLong(reply.text(0));
                if (found < epoch) {
                    alarmOldEpoch(found);
                }
            }
            case "frozen" -> alarmFrozen(reply.text(0));
            case "absent" -> {
                if (knownBefore > 0) {
                    alarm.rolledBack(session, epoch, "Redis has no data of it any more");
                }
            }
            case "clock" -> clock.adopt(Long.parseLong(reply.text(0)), reply.nowMs(), sentNanos);
            default -> {}
        }
        learnTime(reply.nowMs(), sentNanos);
    }

    /** As {@link #learn}, of a call that has written an entry; its tag marks it. */
    void learnEntry(CallReply reply, CallHead head) {
        mark(new Mark(reply.seq(), head.tag()));
    }

    /** Takes in a snapshot that may be believed. */
    void learn(PartitionSnapshot snapshot, long sentNanos) {
        expect(snapshot.seq(), snapshot.standing().tag());
        if (snapshot.clock() != clock.number()) {
            clock.adopt(snapshot.clock(), snapshot.nowMs(), sentNanos);
        }
        learnTime(snapshot.nowMs(), sentNanos);
    }

    private void learnTime(long nowMs, long sentNanos) {
        if (nowMs > 0 && clock.learn(nowMs, sentNanos)) {
            alarm.clockJumped(this);
        }
    }

    /** Takes note that Redis shows the partition as it was before the ledger moved it on. */
    void alarmOldEpoch(long found) {
        rolledBack = true;
        alarm.rolledBack(session, found, "Redis has it in epoch " + found + ", the ledger in " + epoch);
    }

    void alarmFrozen(String reason) {
        alarm.foundFrozen(session, reason);
    }

    /** Takes note that Redis has lost what somebody has seen of this partition. */
    void alarmRollBack() {
        rolledBack = true;
        alarm.rolledBack(
                session, epoch, "events up to " + knownSeq.get() + " were seen, and Redis no longer has them all");
    }
}
