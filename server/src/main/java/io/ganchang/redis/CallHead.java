package io.ganchang.redis;

import io.vertx.redis.client.Request;

/**
 * What every writing call tells the partition first, and what the partition holds it to.
 *
 * @param epoch in which the caller believes the partition to be
 * @param knownSeq highest sequence number the caller has seen; a partition behind it has been rolled back
 * @param notBeforeMs earliest partition time at which the call may execute
 * @param notAfterMs latest partition time at which the call may execute
 * @param tag 16 random hexadecimal digits, which mark the call's stream entry
 */
public record CallHead(long epoch, long knownSeq, long notBeforeMs, long notAfterMs, String tag) {

    void appendTo(Request request) {
        request.arg(epoch).arg(knownSeq).arg(notBeforeMs).arg(notAfterMs).arg(tag);
    }
}
