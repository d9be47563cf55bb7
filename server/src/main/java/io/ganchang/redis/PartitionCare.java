package io.ganchang.redis;

import io.ganchang.domain.SessionId;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** The calls that keep partitions safe, for a thread that may block: freezing one, setting one's clock. */
public final class PartitionCare implements AutoCloseable {
    private static final String OK = "ok";
    private static final String OTHER_CLOCK = "clock";

    /** A clock is set to the time of the sending, so it is off by as long as the call takes. */
    private static final long CLOCK_SETTING_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(PartitionClock.JUMP_MS_MIN / 2);

    private static final int CLOCK_SETTINGS_MAX = 5;

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
        long number = clock.number();
        for (int attempt = 1; ; attempt++) {
            long sentNanos = clock.nanos();
            List<?> reply = setClock(partition, number, clock.estimateMs());
            boolean isSet = reply.get(0).equals(OK);
            boolean wasSlow = clock.nanos() - sentNanos > CLOCK_SETTING_NANOS_MAX;
            if (isSet && wasSlow && attempt < CLOCK_SETTINGS_MAX) {
                number = (Long) reply.get(3); // it may have been set to what was the time when the call was sent: anew
                continue;
            }
            if (isSet || reply.get(0).equals(OTHER_CLOCK)) {
                clock.adopt((Long) reply.get(3), (Long) reply.get(1), sentNanos);
            }
            return;
        }
    }

    private List<?> setClock(Partition partition, long number, long nowMs) {
        return connection
                .sync()
                .fcall(
                        "clock_set_1",
                        ScriptOutputType.MULTI,
                        new String[] {partition.keys().meta()},
                        Long.toString(partition.epoch()),
                        Long.toString(number),
                        Long.toString(nowMs));
    }

    @Override
    public void close() {
        connection.close();
    }
}
