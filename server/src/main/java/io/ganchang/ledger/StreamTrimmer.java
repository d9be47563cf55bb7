package io.ganchang.ledger;

import io.ganchang.config.LedgerConfig;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.SessionId;
import io.ganchang.redis.CallHead;
import io.ganchang.redis.Partition;
import io.ganchang.redis.RedisLink;
import io.ganchang.redis.TrimEvents;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Frees Redis of the events that the ledger has, all but a margin for readers that are slower than it. For one event loop.
 *
 * <p>It goes by the cursors in the database, so nothing is trimmed that is not on disk, whoever wrote it. The entry at the
 * cursor always stays: by it {@link StreamContinuity} knows the stream again. Several servers may trim at once.
 */
public final class StreamTrimmer {
    /** Bounds how long one call keeps Redis busy; as many as Redis puts into one block, since with fewer none would go. */
    public static final int ENTRIES_PER_CALL_MAX = 100;

    /** Bounds one pass; what it leaves is for the next. */
    static final int CALLS_PER_PASS_MAX = 200;

    /** What is worth a call, as a part of the margin. */
    private static final int STEPS_PER_MARGIN = 20;

    private final Context context;
    private final RedisLink link;
    private final Ledger ledger;
    private final Function<SessionId, Future<Optional<Partition>>> partitions;
    private final Function<Partition, CallHead> head;
    private final int marginEvents;
    private final Map<SessionId, Long> trimmedTo = new HashMap<>();

    /**
     * @param context the event loop
     * @param partitions finds what this server knows of a session's partition
     * @param head makes the head of a call sent now
     */
    public StreamTrimmer(
            Context context,
            RedisLink link,
            Ledger ledger,
            Function<SessionId, Future<Optional<Partition>>> partitions,
            Function<Partition, CallHead> head,
            LedgerConfig config) {
        this.context = context;
        this.link = link;
        this.ledger = ledger;
        this.partitions = partitions;
        this.head = head;
        this.marginEvents = config.trimMarginEvents();
    }

    /** Trims every stream that is worth it. A partition that refuses is left to the next pass. */
    public Future<Void> pass() {
        if (!link.isUp()) {
            return Future.succeededFuture();
        }
        return Future.fromCompletionStage(ledger.openCursors(), context).compose(cursors -> {
            forgetAllBut(cursors);
            return trim(cursors.stream().filter(this::isWorthACall).iterator(), CALLS_PER_PASS_MAX);
        });
    }

    private void forgetAllBut(Collection<LedgerCursor> cursors) {
        trimmedTo.keySet().retainAll(cursors.stream().map(LedgerCursor::session).collect(Collectors.toSet()));
    }

    private boolean isWorthACall(LedgerCursor cursor) {
        long step = Math.max(1, marginEvents / STEPS_PER_MARGIN);
        return beforeSeq(cursor) - trimmedTo.getOrDefault(cursor.session(), 0L) >= step;
    }

    private long beforeSeq(LedgerCursor cursor) {
        return cursor.seq() - marginEvents;
    }

    private Future<Void> trim(Iterator<LedgerCursor> due, int callsLeft) {
        if (callsLeft == 0 || !due.hasNext()) {
            return Future.succeededFuture();
        }
        LedgerCursor cursor = due.next();
        return partitions
                .apply(cursor.session())
                .compose(partition ->
                        partition.isPresent() ? trim(cursor, partition.get(), due, callsLeft) : trim(due, callsLeft));
    }

    private Future<Void> trim(LedgerCursor cursor, Partition partition, Iterator<LedgerCursor> due, int callsLeft) {
        if (callsLeft == 0) {
            return Future.succeededFuture();
        }
        partition.expect(cursor.seq(), cursor.tag()); // were Redis behind that, it would have lost events
        return TrimEvents.call(link, partition, head.apply(partition), beforeSeq(cursor), ENTRIES_PER_CALL_MAX)
                .compose(outcome -> {
                    boolean isMoreLeft = outcome instanceof Outcome.Done<Long> done && done.value() > 0;
                    if (isMoreLeft) {
                        return trim(cursor, partition, due, callsLeft - 1);
                    }
                    if (outcome instanceof Outcome.Done<Long>) {
                        trimmedTo.put(cursor.session(), beforeSeq(cursor));
                    }
                    return trim(due, callsLeft - 1);
                });
    }
}
