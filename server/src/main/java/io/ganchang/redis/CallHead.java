package io.ganchang.redis;

import io.vertx.redis.client.Request;

/**
 * What every writing call tells the partition first, and what the partition holds it to.
 *
 * @param epoch in which the caller believes the partition to be
 * @param knownSeq highest sequence number the caller has seen; a partition behind it has been rolled back
 * @param knownTag tag of the entry that ended there, or {@code -} where the caller does not know it
 * @param clock number of the partition's clock, by which the next two are meant
 * @param notBeforeMs earliest partition time at which the call may execute
 * @param notAfterMs latest partition time at which the call may execute
 * @param tag 16 random hexadecimal digits, which mark the call's stream entry
 * @param sentNanos monotonic time of the sending; not sent
 */
public record CallHead(
        long epoch,
        long knownSeq,
        String knownTag,
        long clock,
        long notBeforeMs,
        long notAfterMs,
        String tag,
        long sentNanos) {

    /** The same, but not to be executed later than {@code deadlineMs}. */
    CallHead until(long deadlineMs) {
        return new CallHead(
                epoch, knownSeq, knownTag, clock, notBeforeMs, Math.min(notAfterMs, deadlineMs), tag, sentNanos);
    }

    void appendTo(Request request) {
        request.arg(epoch)
                .arg(knownSeq)
                .arg(knownTag)
                .arg(clock)
                .arg(notBeforeMs)
                .arg(notAfterMs)
                .arg(tag);
    }
}
