package io.ganchang.redis;

import io.ganchang.domain.SessionId;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads partitions for threads that may block, by {@code pools_read_1}. */
public final class SnapshotReader implements AutoCloseable {
    private static final String OK = "ok";
    private static final String BROKEN = "GANCHANG ";
    private static final String WRONG_TYPE = "WRONGTYPE ";

    private final StatefulRedisConnection<String, String> connection;

    SnapshotReader(StatefulRedisConnection<String, String> connection) {
        this.connection = connection;
    }

    /**
     * The partition as of one sequence number, or empty where there is none.
     *
     * @throws IllegalArgumentException where its records are broken
     * @throws io.lettuce.core.RedisException where Redis cannot be asked
     */
    public Optional<PartitionSnapshot> read(SessionId session) {
        List<?> reply = pools(Keys.of(session));
        if (!reply.get(0).equals(OK)) {
            return Optional.empty();
        }
        return Optional.of(new PartitionSnapshot(
                session,
                (Long) reply.get(1),
                (Long) reply.get(2),
                toMap((List<?>) reply.get(3)),
                toMap((List<?>) reply.get(4)),
                toMap((List<?>) reply.get(5))));
    }

    private List<?> pools(Keys keys) {
        try {
            return connection
                    .sync()
                    .fcall("pools_read_1", ScriptOutputType.MULTI, keys.meta(), keys.offers(), keys.pools());
        } catch (RedisCommandExecutionException e) {
            String refusal = String.valueOf(e.getMessage());
            if (refusal.startsWith(BROKEN) || refusal.startsWith(WRONG_TYPE)) {
                throw new IllegalArgumentException(refusal, e);
            }
            throw e;
        }
    }

    /** UUID of the ledger that the partition belongs to, or empty where there is no partition. */
    public Optional<String> ledgerId(SessionId session) {
        return Optional.ofNullable(connection.sync().hget(Keys.of(session).meta(), "ledger"));
    }

    /** Sequence number of the partition's last event, or empty where there is no partition. */
    public OptionalLong lastSeq(SessionId session) {
        String seq = connection.sync().hget(Keys.of(session).meta(), "seq");
        return seq == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(seq));
    }

    private static Map<String, String> toMap(List<?> flat) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            map.put((String) flat.get(i), (String) flat.get(i + 1));
        }
        return map;
    }

    @Override
    public void close() {
        connection.close();
    }
}
