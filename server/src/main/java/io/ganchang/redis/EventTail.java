package io.ganchang.redis;

import io.ganchang.domain.SessionId;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads event streams as they grow. It keeps no position: each call says from where, so a caller that fails half-way
 * asks again.
 *
 * <p>Both methods give the entries of a partition in order. Where the given number lies inside an entry, that whole
 * entry comes. A broken entry ends what is given of its partition; when it is the next one to come, the call fails with
 * {@link BrokenEntryException}, and the caller goes on without that partition. A lost connection fails the call with
 * {@link io.lettuce.core.RedisException}; it comes back by itself, the caller tries again later.
 *
 * <p>One thread at a time waits in a tail, since the waiting holds its connection; any may {@link #read}.
 */
public final class EventTail implements AutoCloseable {
    /** Redis answers a wait that ran out; only a hung Redis lets this much more pass. */
    private static final Duration ANSWER_GRACE = Duration.ofSeconds(2);

    private static final Duration WAIT_MIN = Duration.ofMillis(1);

    private final StatefulRedisConnection<String, String> waiting;
    private final StatefulRedisConnection<String, String> reading;

    EventTail(StatefulRedisConnection<String, String> waiting, StatefulRedisConnection<String, String> reading) {
        this.waiting = waiting;
        this.reading = reading;
    }

    /**
     * Waits up to {@code wait} for entries above each partition's sequence number.
     *
     * @param afterSeq the partitions to read, each with the last number its caller has
     * @param wait a millisecond at least, to which shorter ones are rounded up
     */
    public List<StreamEntry> await(Map<SessionId, Long> afterSeq, int entriesPerPartitionMax, Duration wait) {
        Duration waitAtLeast = wait.compareTo(WAIT_MIN) < 0 ? WAIT_MIN : wait;
        if (afterSeq.isEmpty()) {
            LockSupport.parkNanos(waitAtLeast.toNanos());
            return List.of();
        }
        CommandArgs<String, String> arguments =
                count(entriesPerPartitionMax).add("BLOCK").add(waitAtLeast.toMillis());
        waiting.setTimeout(waitAtLeast.plus(ANSWER_GRACE));
        return xread(waiting, arguments, afterSeq);
    }

    /** Entries above {@code afterSeq}, up to {@code entriesMax}, without waiting. */
    public List<StreamEntry> read(SessionId session, long afterSeq, int entriesMax) {
        return xread(reading, count(entriesMax), Map.of(session, afterSeq));
    }

    @Override
    public void close() {
        waiting.close();
        reading.close();
    }

    private static CommandArgs<String, String> count(int entriesMax) {
        if (entriesMax < 1) {
            throw new IllegalArgumentException("Redis takes no limit below 1 for a limit");
        }
        return new CommandArgs<>(StringCodec.UTF8).add("COUNT").add(entriesMax);
    }

    private static List<StreamEntry> xread(
            StatefulRedisConnection<String, String> connection,
            CommandArgs<String, String> arguments,
            Map<SessionId, Long> afterSeq) {
        Map<String, SessionId> sessions = new HashMap<>();
        List<String> ids = new ArrayList<>(afterSeq.size());
        arguments.add("STREAMS");
        afterSeq.forEach((session, seq) -> {
            String key = Keys.of(session).events();
            sessions.put(key, session);
            ids.add(StreamEntry.streamId(seq));
            arguments.addKey(key);
        });
        ids.forEach(arguments::add);
        // Not the typed command of lettuce, which gives an entry as a map and so loses repeated fields.
        return decode(
                connection.sync().dispatch(CommandType.XREAD, new NestedMultiOutput<>(StringCodec.UTF8), arguments),
                sessions);
    }

    /** The reply is nothing, or for each stream with news {@code [key, [[id, [field, value, …]], …]]}. */
    private static List<StreamEntry> decode(@Nullable List<Object> reply, Map<String, SessionId> sessions) {
        List<StreamEntry> entries = new ArrayList<>();
        for (Object stream : reply == null ? List.of() : reply) {
            List<?> keyAndEntries = (List<?>) stream;
            SessionId session = sessions.get(String.valueOf(keyAndEntries.get(0)));
            if (session != null) {
                decodePartition(session, (List<?>) keyAndEntries.get(1), entries);
            }
        }
        return entries;
    }

    private static void decodePartition(SessionId session, List<?> stored, List<StreamEntry> entries) {
        int before = entries.size();
        for (Object entry : stored) {
            List<?> idAndFields = (List<?>) entry;
            try {
                entries.add(StreamEntry.decode(
                        session, String.valueOf(idAndFields.get(0)), strings((List<?>) idAndFields.get(1))));
            } catch (BrokenEntryException e) {
                if (entries.size() == before) {
                    throw e;
                }
                return;
            }
        }
    }

    private static List<String> strings(List<?> values) {
        List<String> strings = new ArrayList<>(values.size());
        for (Object value : values) {
            strings.add((String) value);
        }
        return strings;
    }
}
