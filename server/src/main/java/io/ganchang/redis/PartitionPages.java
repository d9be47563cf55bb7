package io.ganchang.redis;

import io.ganchang.domain.SessionId;
import io.lettuce.core.MapScanCursor;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScoredValueScanCursor;
import io.lettuce.core.TransactionResult;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reads the keys of a partition that grow without end, a page at a time, so that no call keeps Redis from selling for more
 * than a few milliseconds. A page of a hash comes with the sequence number it is true at, read in the same transaction.
 *
 * <p>Every method throws {@link RedisUnavailable} where Redis does not answer. For one thread.
 */
public final class PartitionPages implements AutoCloseable {
    /** How many sequence numbers a page of the stream spans: by numbers, since an entry holds up to a batch of events. */
    public static final int EVENTS_PER_PAGE = 1_000;

    private static final int FIELDS_PER_PAGE = 200;
    private static final ScanArgs PAGE = ScanArgs.Builder.limit(FIELDS_PER_PAGE);

    private final StatefulRedisConnection<String, String> connection;

    PartitionPages(StatefulRedisConnection<String, String> connection) {
        this.connection = connection;
    }

    /**
     * A part of a hash, or of a sorted set.
     *
     * @param seq the partition's sequence number when it was read
     * @param fields field → value, or member → score; each comes in at least one page, if it is there all the while
     * @param next where to go on; empty at the end
     */
    public record HashPage(long seq, Map<String, String> fields, Optional<String> next) {}

    /**
     * A page of the orders: 22 characters of the id → record.
     *
     * @param cursor of the page before; empty for the first one
     * @throws PartitionGone where the partition is not there (any more)
     */
    public HashPage orders(SessionId session, Optional<String> cursor) {
        return hash(Keys.of(session), Keys.of(session).orders(), cursor);
    }

    /** A page of the counters of limits: {@code <viewer>:<offer>} → units; as {@link #orders}. */
    public HashPage taken(SessionId session, Optional<String> cursor) {
        return hash(Keys.of(session), Keys.of(session).taken(), cursor);
    }

    /** A page of the counts of holds: viewer → {@code <held> <lapsed>}; as {@link #orders}. */
    public HashPage viewers(SessionId session, Optional<String> cursor) {
        return hash(Keys.of(session), Keys.of(session).viewers(), cursor);
    }

    /** A page of the payments: {@code <gateway>:<paymentId>} → payment record; as {@link #orders}. */
    public HashPage payments(SessionId session, Optional<String> cursor) {
        return hash(Keys.of(session), Keys.of(session).payments(), cursor);
    }

    /** A page of the refunds: number → refund record; as {@link #orders}. */
    public HashPage refunds(SessionId session, Optional<String> cursor) {
        return hash(Keys.of(session), Keys.of(session).refunds(), cursor);
    }

    /** A page of the holds: 22 characters of the id → when the hold ends, in milliseconds; as {@link #orders}. */
    public HashPage holds(SessionId session, Optional<String> cursor) {
        Keys keys = Keys.of(session);
        return page(keys, keys.holds(), commands -> commands.zscan(keys.holds(), from(cursor), PAGE));
    }

    private HashPage hash(Keys keys, String key, Optional<String> cursor) {
        return page(keys, key, commands -> commands.hscan(key, from(cursor), PAGE));
    }

    private static ScanCursor from(Optional<String> cursor) {
        return cursor.map(ScanCursor::of).orElse(ScanCursor.INITIAL);
    }

    private HashPage page(Keys keys, String key, Consumer<RedisCommands<String, String>> scan) {
        return orUnavailable(() -> {
            RedisCommands<String, String> commands = connection.sync();
            commands.multi();
            scan.accept(commands);
            commands.hget(keys.meta(), "seq");
            return page(key, keys, commands.exec());
        });
    }

    private static HashPage page(String key, Keys keys, TransactionResult replies) {
        if (replies.<Object>get(1) == null) {
            throw new PartitionGone(keys.meta());
        }
        if (!(replies.<Object>get(0) instanceof ScanCursor scanned)) {
            throw new IllegalArgumentException(key + " cannot be gone through");
        }
        return new HashPage(
                FieldReader.parseLong(replies.get(1)),
                fields(scanned),
                scanned.isFinished() ? Optional.empty() : Optional.of(scanned.getCursor()));
    }

    private static Map<String, String> fields(ScanCursor scanned) {
        Map<String, String> fields = new HashMap<>();
        if (scanned instanceof MapScanCursor<?, ?> hash) {
            hash.getMap().forEach((field, value) -> fields.put((String) field, (String) value));
        } else if (scanned instanceof ScoredValueScanCursor<?> set) {
            set.getValues().forEach(member -> fields.put((String) member.getValue(), score(member.getScore())));
        }
        return fields;
    }

    /** A whole number without the point that it has none behind. */
    private static String score(double score) {
        return score == Math.rint(score) ? Long.toString((long) score) : Double.toString(score);
    }

    /**
     * The entries whose last event lies above {@code afterSeq}, up to {@value #EVENTS_PER_PAGE} further. There may be none
     * while there are later ones: the stream may have been trimmed.
     *
     * @throws BrokenEntryException where one cannot be read
     */
    public List<StreamEntry> entries(SessionId session, long afterSeq) {
        return range(
                session, '(' + StreamEntry.streamId(afterSeq), StreamEntry.streamId(afterSeq + EVENTS_PER_PAGE), 0);
    }

    /** The first entry that the stream still has. */
    public Optional<StreamEntry> firstEntry(SessionId session) {
        return range(session, "-", "+", 1).stream().findFirst();
    }

    private List<StreamEntry> range(SessionId session, String from, String to, int entriesMax) {
        CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8)
                .addKey(Keys.of(session).events())
                .add(from)
                .add(to);
        if (entriesMax > 0) {
            arguments.add("COUNT").add(entriesMax);
        }
        // Not the typed command of lettuce, which gives an entry as a map and so loses repeated fields.
        List<Object> reply = orUnavailable(() ->
                connection.sync().dispatch(CommandType.XRANGE, new NestedMultiOutput<>(StringCodec.UTF8), arguments));
        List<StreamEntry> entries = new ArrayList<>(reply.size());
        for (Object entry : reply) {
            List<?> idAndFields = (List<?>) entry;
            entries.add(StreamEntry.decode(
                    session, String.valueOf(idAndFields.get(0)), strings((List<?>) idAndFields.get(1))));
        }
        return entries;
    }

    private static List<String> strings(List<?> values) {
        List<String> strings = new ArrayList<>(values.size());
        for (Object value : values) {
            strings.add((String) value);
        }
        return strings;
    }

    private static <T> T orUnavailable(Supplier<T> call) {
        try {
            return call.get();
        } catch (RedisConnectionException | RedisCommandTimeoutException e) {
            throw new RedisUnavailable("Redis does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
