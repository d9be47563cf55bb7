package io.ganchang.ordering;

import io.ganchang.config.OrderingConfig;
import io.ganchang.domain.CommandStamp;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Outcome.Refused;
import io.ganchang.domain.Problem;
import io.ganchang.domain.SessionId;
import io.ganchang.redis.CallHead;
import io.ganchang.redis.Partition;
import io.ganchang.redis.ReadPools;
import io.ganchang.redis.RedisLink;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** What it takes to reach a partition: the link, a head, and for a command its stamp. One per event loop. */
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

    public RedisLink link() {
        return link;
    }

    RequestHasher hasher() {
        return hasher;
    }

    /** Makes {@code call} once the partition's time is known: without it, it could not be given a deadline. */
    <T> Future<Outcome<T>> knowingTime(Partition partition, Supplier<Future<Outcome<T>>> call) {
        return partition.knowsTime()
                ? call.get()
                : ReadPools.call(link, partition).compose(read -> then(read, snapshot -> call.get()));
    }

    /** The head of a command sent now. */
    public CallHead head(Partition partition) {
        return partition.head(config.clockBudgetMs(), config.attemptMs(), random);
    }

    /**
     * The stamp of a command.
     *
     * @param words the command's name, what it is about, and its arguments
     */
    public CommandStamp stamp(Partition partition, Command command, List<String> words) {
        return stamp(partition.session(), partition.orderKeyId(), command, words);
    }

    /** The same for a session whose ids are derived with that key. */
    CommandStamp stamp(SessionId session, String keyId, Command command, List<String> words) {
        String key = command.idempotencyKey();
        return new CommandStamp(
                command.caller().subject(),
                key == null ? null : hasher.commandId(keyId, session, command.caller(), key),
                key == null ? null : hasher.commandFingerprint(keyId, words),
                command.expectedVersion(),
                command.reason());
    }

    /** Goes on with the value of {@code outcome}, or passes its refusal on. */
    public static <A, B> Future<Outcome<B>> then(Outcome<A> outcome, Function<A, Future<Outcome<B>>> next) {
        if (outcome instanceof Refused<A> refused) {
            return Future.succeededFuture(Outcome.refused(refused.problem(), refused.detail()));
        }
        return next.apply(((Outcome.Done<A>) outcome).value());
    }

    /** A refusal that came at once. */
    public static <T> Future<Outcome<T>> refuse(Problem problem, String detail) {
        return Future.succeededFuture(Outcome.refused(problem, detail));
    }
}
