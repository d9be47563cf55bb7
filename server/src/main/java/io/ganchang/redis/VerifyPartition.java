package io.ganchang.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls {@code partition_verify_1} on a connection that is not in use yet: whether Redis still has what was seen. */
final class VerifyPartition {
    private static final int AT_A_TIME = 200;
    private static final Logger LOG = LoggerFactory.getLogger(VerifyPartition.class);

    private VerifyPartition() {}

    /**
     * Verifies them all, a number at a time; those that have lost something raise their alarm.
     *
     * @param replyTime how long each number of them may take
     */
    static Future<Void> all(RedisConnection connection, Collection<Partition> partitions, ReplyTime replyTime) {
        List<Partition> seen = partitions.stream()
                .filter(partition -> partition.knownSeq() > 0)
                .toList();
        Future<Void> verified = Future.succeededFuture();
        for (int i = 0; i < seen.size(); i += AT_A_TIME) {
            List<Partition> some = seen.subList(i, Math.min(i + AT_A_TIME, seen.size()));
            verified = verified.compose(before -> replyTime.limit(Future.all(some.stream()
                            .map(partition -> one(connection, partition))
                            .toList())
                    .<Void>mapEmpty()));
        }
        return verified;
    }

    private static Future<Void> one(RedisConnection connection, Partition partition) {
        long knownSeq = partition.knownSeq();
        long sentNanos = partition.clock().nanos();
        return connection
                .send(request(partition))
                .<Void>map(reply -> {
                    partition.learn(CallReply.of(reply), knownSeq, sentNanos);
                    return null;
                })
                .recover(failure -> passOver(partition, failure));
    }

    /** A partition that cannot be read fails its own calls; it must not keep the others from being sold in. */
    private static Future<Void> passOver(Partition partition, Throwable failure) {
        if (failure instanceof ErrorType) {
            LOG.error("Session {} cannot be verified: {}", partition.session(), failure.getMessage());
            return Future.succeededFuture();
        }
        return Future.failedFuture(failure);
    }

    static Request request(Partition partition) {
        Mark mark = partition.mark();
        return FunctionCall.to(
                        "partition_verify_1",
                        partition.keys().meta(),
                        partition.keys().events())
                .arg(partition.epoch())
                .arg(partition.knownSeq())
                .arg(mark.seq())
                .arg(mark.tag());
    }
}
