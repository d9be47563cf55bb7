package io.ganchang.redis;

import io.ganchang.domain.Outcome;
import io.ganchang.domain.Outcome.Done;
import io.vertx.redis.client.Response;

/** Reads {@code +<what>}, {@code =<what>} or {@code -<code> <details>}, as the functions about money answer. */
final class MoneyAnswer {
    private MoneyAnswer() {}

    static Outcome<String> outcome(Partition partition, CallHead head, Response response) {
        CallReply reply = CallReply.of(response);
        partition.learn(reply, head);
        if (!reply.isOk()) {
            return Refusals.ofCall(partition, head.knownSeq(), reply);
        }
        String answer = reply.text(0);
        if (answer.charAt(0) == '-') {
            return Refusals.ofText(answer.substring(1));
        }
        boolean isNew = answer.charAt(0) == PlaceOrders.PLACED;
        if (isNew) {
            partition.learnEntry(reply, head);
        }
        return new Done<>(answer.substring(1), !isNew);
    }
}
