package io.ganchang.redis;

import io.ganchang.domain.Change;
import io.ganchang.domain.CommandStamp;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.SessionTerms;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Locale;

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
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The call that creates the partition, or, where it is there, changes the terms.
     *
     * @param ledgerId UUID of the ledger in which the session was born
     */
    public static Request put(
            Partition partition, CallHead head, CommandStamp stamp, SessionTerms terms, String ledgerId) {
        return begin(partition, head, stamp, "create")
                .arg(SessionDocument.write(terms))
                .arg(ledgerId)
                .arg(partition.orderKeyId());
    }

    public static Request move(Partition partition, CallHead head, CommandStamp stamp, Move move) {
        return begin(partition, head, stamp, move.word()).arg("-").arg("-").arg("-");
    }

    /** What the call changed. */
    public static Outcome<Change> outcome(Partition partition, Response response) {
        CallReply reply = CallReply.of(response);
        partition.learn(reply);
        return reply.isOk()
                ? Outcome.done(Change.valueOf(reply.text(0).toUpperCase(Locale.ROOT)))
                : Refusals.ofCall(partition, reply);
    }

    private static Request begin(Partition partition, CallHead head, CommandStamp stamp, String action) {
        Keys keys = partition.keys();
        Request request = FunctionCall.to("session_change_1", keys.meta(), keys.commands(), keys.events());
        head.appendTo(request);
        CommandArguments.append(request, stamp, action);
        return request.arg(partition.session().value());
    }
}
