package io.ganchang.redis;

import io.ganchang.domain.Change;
import io.ganchang.domain.CommandStamp;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.SessionTerms;
import io.ganchang.domain.Words;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/** Calls {@code session_change_1}: creates a partition, changes its session's terms or moves its state. */
public final class ChangeSession {
    private ChangeSession() {}

    /** A move between the states of a session. */
    public enum Move {
        START,
        PAUSE,
        RESUME,
        END;

        /** The word for it in paths and functions. */
        public String word() {
            return Words.of(this);
        }
    }

    /**
     * Creates the partition, or, where it is there, changes the terms. Does not fail on what can be expected.
     *
     * @param ledgerId UUID of the ledger in which the session was born
     */
    public static Future<Outcome<Change>> put(
            RedisLink link,
            Partition partition,
            CallHead head,
            CommandStamp stamp,
            SessionTerms terms,
            String ledgerId) {
        return send(
                link,
                partition,
                head,
                begin(partition, head, stamp, "create")
                        .arg(SessionDocument.write(terms))
                        .arg(ledgerId)
                        .arg(partition.orderKeyId())
                        .arg(FunctionCall.orAbsent(terms.holdsPerViewer())));
    }

    /** Moves the session's state. Does not fail on what can be expected. */
    public static Future<Outcome<Change>> move(
            RedisLink link, Partition partition, CallHead head, CommandStamp stamp, Move move) {
        return send(link, partition, head, movement(partition, head, stamp, move));
    }

    static Request movement(Partition partition, CallHead head, CommandStamp stamp, Move move) {
        return begin(partition, head, stamp, move.word())
                .arg("-")
                .arg("-")
                .arg("-")
                .arg("-");
    }

    private static Future<Outcome<Change>> send(RedisLink link, Partition partition, CallHead head, Request request) {
        return link.call(request).map(reply -> outcome(partition, head, reply)).otherwise(CallFailure::outcome);
    }

    private static Outcome<Change> outcome(Partition partition, CallHead head, Response response) {
        CallReply reply = CallReply.of(response);
        partition.learn(reply, head);
        if (!reply.isOk()) {
            return Refusals.ofCall(partition, head.knownSeq(), reply);
        }
        Change change = Words.require(Change.class, reply.text(0));
        if (change != Change.UNCHANGED) {
            partition.learnEntry(reply, head);
        }
        return Outcome.done(change);
    }

    private static Request begin(Partition partition, CallHead head, CommandStamp stamp, String action) {
        Keys keys = partition.keys();
        Request request = FunctionCall.to("session_change_1", keys.meta(), keys.commands(), keys.events());
        head.appendTo(request);
        CommandArguments.append(request, stamp, action);
        return request.arg(partition.session().value());
    }
}
