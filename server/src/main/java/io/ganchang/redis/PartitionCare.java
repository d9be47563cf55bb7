package io.ganchang.redis;

import io.ganchang.domain.SessionId;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.List;
import java.util.OptionalLong;

/** The calls that keep partitions safe, for a thread that may block: freezing one, setting one's clock. */
public final class PartitionCare implements AutoCloseable {
    private static final String OK = "ok";
    private static final String OTHER_CLOCK = "clock";

    private final StatefulRedisConnection<String, String> connection;

    PartitionCare(StatefulRedisConnection<String, String> connection) {
        this.connection = connection;
    }

    /**
     * The epoch that Redis has the session's partition in; empty where it has none.
     *
     * @throws io.lettuce.core.RedisException where Redis does not answer
     */
    public OptionalLong epoch(SessionId session) {
        String epoch = connection.sync().hget(Keys.of(session).meta(), "epoch");
        return epoch == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(epoch));
    }

    /**
     * Freezes the session's partition by {@code partition_freeze_1}, where there is one.
     *
     * @param reason a word for the record
     * @throws io.lettuce.core.RedisException where Redis does not answer
     */
    public void freeze(SessionId session, String reason) {
        List<?> unused = connection
                .sync()
                .fcall(
                        "partition_freeze_1",
                        ScriptOutputType.MULTI,
                        new String[] {Keys.of(session).meta()},
                        reason);
    }

    /**
     * Sets the partition's clock to what this server takes its time to be, by {@code clock_set_1}; or takes over what
     * another server has set since.
     *
     * @throws io.lettuce.core.RedisException where Redis does not answer
     */
    public void setClock(Partition partition) {
        PartitionClock clock = partition.clock();
        long sentNanos = clock.nanos();
        List<?> reply = connection
                .sync()
                .fcall(
                        "clock_set_1",
                        ScriptOutputType.MULTI,
                        new String[] {partition.keys().meta()},
                        Long.toString(partition.epoch()),
                        Long.toString(clock.number()),
                        Long.toString(clock.estimateMs()));
        Object status = reply.get(0);
        if (status.equals(OK) || status.equals(OTHER_CLOCK)) {
            clock.adopt((Long) reply.get(3), (Long) reply.get(1), sentNanos);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
