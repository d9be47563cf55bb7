package io.ganchang.redis;

import io.ganchang.domain.Outcome;
import io.ganchang.domain.Words;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/** Calls {@code session_close_1}: seals an ended session of which the ledger has everything. */
public final class CloseSession {
    /** Who is named in the event, as no person closes a session. */
    static final String ACTOR = "ganchang";

    private CloseSession() {}

    /** What became of it. */
    public enum Sealing {
        /** It is sealed, now or since before. */
        CLOSED,
        /** The partition is not where the ledger is. */
        BEHIND,
        /** An order is not decided yet, or a refund not carried out. */
        HELD
    }

    /**
     * Seals the session, or says what is in the way. Does not fail on what can be expected.
     *
     * @param ledgerSeq how far the ledger is; the partition must be there too
     */
    public static Future<Outcome<Sealing>> call(RedisLink link, Partition partition, CallHead head, long ledgerSeq) {
        return link.call(request(partition, head, ledgerSeq))
                .map(reply -> outcome(partition, head, reply))
                .otherwise(CallFailure::outcome);
    }

    static Request request(Partition partition, CallHead head, long ledgerSeq) {
        Keys keys = partition.keys();
        Request request = FunctionCall.to("session_close_1", keys.meta(), keys.offers(), keys.pools(), keys.events());
        head.appendTo(request);
        return request.arg(ACTOR).arg(partition.session().value()).arg(ledgerSeq);
    }

    private static Outcome<Sealing> outcome(Partition partition, CallHead head, Response response) {
        CallReply reply = CallReply.of(response);
        partition.learn(reply, head);
        return reply.isOk()
                ? Outcome.done(Words.require(Sealing.class, reply.text(0)))
                : Refusals.ofCall(partition, head.knownSeq(), reply);
    }
}
