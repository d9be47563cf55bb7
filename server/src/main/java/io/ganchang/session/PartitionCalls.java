package io.ganchang.session;

import io.ganchang.config.OrderingConfig;
import io.ganchang.domain.CommandStamp;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Outcome.Refused;
import io.ganchang.domain.Problem;
import io.ganchang.ordering.RequestHasher;
import io.ganchang.redis.CallHead;
import io.ganchang.redis.Partition;
import io.ganchang.redis.RedisLink;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** What a command needs to reach its partition: the link, a head and a stamp. One per event loop. */
public final class PartitionCalls {
    private final RedisLink link;
    private final RequestHasher hasher;
    private final OrderingConfig config;
    private final RandomGenerator random;

    public PartitionCalls(RedisLink link, RequestHasher hasher, OrderingConfig config, RandomGenerator random) {
        this.link = link;
        this.hasher = hasher;
        this.config = config;
        this.random = random;
    }

    RedisLink link() {
        return link;
    }

    /** The head of a command sent now. */
    CallHead head(Partition partition) {
        return partition.head(config.clockBudgetMs(), config.attemptMs(), random);
    }

    /**
     * The stamp of a command.
     *
     * @param words the command's name, what it is about, and its arguments
     */
    CommandStamp stamp(Partition partition, Command command, List<String> words) {
        String key = command.idempotencyKey();
        String keyId = partition.orderKeyId();
        return new CommandStamp(
                command.caller().subject(),
                key == null ? null : hasher.commandId(keyId, partition.session(), command.caller(), key),
                key == null ? null : hasher.commandFingerprint(keyId, words),
                command.expectedVersion(),
                command.reason());
    }

    /** Goes on with the value of {@code outcome}, or passes its refusal on. */
    static <A, B> Future<Outcome<B>> then(Outcome<A> outcome, Function<A, Future<Outcome<B>>> next) {
        if (outcome instanceof Refused<A> refused) {
            return Future.succeededFuture(Outcome.refused(refused.problem(), refused.detail()));
        }
        return next.apply(((Outcome.Done<A>) outcome).value());
    }

    /** A refusal that came at once. */
    static <T> Future<Outcome<T>> refuse(Problem problem, String detail) {
        return Future.succeededFuture(Outcome.refused(problem, detail));
    }
}
