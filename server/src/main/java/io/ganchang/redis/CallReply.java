package io.ganchang.redis;

import io.vertx.redis.client.Response;

/**
 * The reply of a function: {@code <status> <partition time> <seq>} and what follows.
 *
 * @param status {@code ok}, or why nothing was decided
 * @param nowMs partition time; 0 where there is no partition
 * @param seq the partition's sequence number after the call
 */
record CallReply(String status, long nowMs, long seq, Response body) {
    private static final int HEAD_FIELDS = 3;
    private static final String OK = "ok";

    static CallReply of(Response response) {
        return new CallReply(
                response.get(0).toString(),
                response.get(1).toLong(),
                response.get(2).toLong(),
                response);
    }

    boolean isOk() {
        return status.equals(OK);
    }

    /** Field {@code index} of what follows the head. */
    String text(int index) {
        return body.get(HEAD_FIELDS + index).toString();
    }

    Response field(int index) {
        return body.get(HEAD_FIELDS + index);
    }

    /** How many fields follow the head. */
    int size() {
        return body.size() - HEAD_FIELDS;
    }
}
