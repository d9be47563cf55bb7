package io.ganchang.session;

import io.ganchang.domain.CommandStamp;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.SessionId;
import io.ganchang.ordering.Command;
import io.ganchang.ordering.PartitionCalls;
import io.ganchang.redis.ChangeOffer;
import io.ganchang.redis.ChangeOffer.Changed;
import io.ganchang.redis.Partition;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** The commands of hosts on one offer. One per event loop. */
public final class OfferCommands {
    private final SessionCommands sessions;
    private final PartitionCalls calls;

    public OfferCommands(SessionCommands sessions, PartitionCalls calls) {
        this.sessions = sessions;
        this.calls = calls;
    }

    /** Carries out {@code change} on an offer, where the caller may command its session. */
    public Future<Outcome<Changed>> change(
            SessionId session, String offer, ChangeOffer.Command change, Command command) {
        return sessions.commanded(session, command.caller())
                .compose(found -> PartitionCalls.then(
                        found,
                        partition -> ChangeOffer.call(
                                calls.link(),
                                partition,
                                calls.head(partition),
                                stamp(partition, offer, change, command),
                                offer,
                                change)))
                .compose(outcome -> sessions.unlessClosed(session, command.caller(), outcome));
    }

    private CommandStamp stamp(Partition partition, String offer, ChangeOffer.Command change, Command command) {
        List<String> words = new ArrayList<>(change.arguments());
        words.add(0, change.action());
        words.add(1, offer);
        return calls.stamp(partition, command, words);
    }
}
