package io.ganchang.session;

import io.ganchang.config.OrderingConfig;
import io.ganchang.domain.CommandStamp;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Outcome.Refused;
import io.ganchang.ordering.CallFailure;
import io.ganchang.ordering.RequestHasher;
import io.ganchang.redis.CallHead;
import io.ganchang.redis.Partition;
import io.ganchang.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How a command reaches its partition: stamped, timed, and answered truly where no reply comes. One per event loop. */
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

    /** Sends what {@code request} makes of a fresh call head, and reads the reply. */
    <T> Future<Outcome<T>> write(
            Partition partition,
            Function<CallHead, Request> request,
            BiFunction<Partition, Response, Outcome<T>> outcome) {
        CallHead head = partition.head(config.clockBudgetMs(), config.attemptMs(), random);
        return read(partition, request.apply(head), outcome);
    }

    <T> Future<Outcome<T>> read(
            Partition partition, Request request, BiFunction<Partition, Response, Outcome<T>> outcome) {
        return link.call(request).map(reply -> outcome.apply(partition, reply)).otherwise(CallFailure::outcome);
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
    static <T> Future<Outcome<T>> refuse(io.ganchang.domain.Problem problem, @Nullable String detail) {
        return Future.succeededFuture(Outcome.refused(problem, detail == null ? problem.title() + "." : detail));
    }
}
