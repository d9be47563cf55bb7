package io.ganchang.ordering;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Problem;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.Ledger;
import io.ganchang.ledger.StoredSession;
import io.ganchang.redis.Partition;
import io.ganchang.redis.PartitionAlarm;
import io.ganchang.redis.Refusals;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The partitions this server knows, shared by its event loops. Sessions are born in the ledger, so what is not known here
 * is looked up there; that there is none is remembered for a moment, lest made-up ids wear the ledger out.
 */
public final class Partitions {
    private static final Duration ABSENT_FOR = Duration.ofSeconds(1);
    private static final int ABSENT_MAX = 10_000;

    private final Ledger ledger;
    private final PartitionAlarm alarm;
    private final LongSupplier nanoTime;
    private final Map<SessionId, Partition> known = new ConcurrentHashMap<>();
    private final Cache<SessionId, Boolean> absent = Caffeine.newBuilder()
            .expireAfterWrite(ABSENT_FOR)
            .maximumSize(ABSENT_MAX)
            .build();

    public Partitions(Ledger ledger, PartitionAlarm alarm, LongSupplier nanoTime) {
        this.ledger = ledger;
        this.alarm = alarm;
        this.nanoTime = nanoTime;
    }

    /** The partition of {@code session}, or empty where no such session was born. */
    public Future<Optional<Partition>> find(SessionId session) {
        Partition partition = known.get(session);
        if (partition != null) {
            return Future.succeededFuture(Optional.of(partition));
        }
        if (absent.getIfPresent(session) != null) {
            return Future.succeededFuture(Optional.empty());
        }
        return OnCallersLoop.of(ledger.session(session)).map(stored -> {
            if (stored.isEmpty()) {
                absent.put(session, true);
            }
            return stored.map(this::add);
        });
    }

    /** As {@link #find}; a session that was never born, or of which Redis has lost something, is refused. */
    public Future<Outcome<Partition>> open(SessionId session) {
        return find(session)
                .map(found -> found.map(Partitions::unlessRolledBack)
                        .orElseGet(() -> Outcome.refused(Problem.NOT_FOUND, "There is no session " + session + ".")));
    }

    private static Outcome<Partition> unlessRolledBack(Partition partition) {
        return partition.isRolledBack() ? Refusals.ofRollBack(partition) : Outcome.done(partition);
    }

    /** All that this server has had to do with. */
    public Collection<Partition> known() {
        return known.values();
    }

    /** Takes in a session as the ledger has it. */
    public Partition add(StoredSession session) {
        absent.invalidate(session.id());
        return known.computeIfAbsent(session.id(), id -> {
            Partition partition = new Partition(id, session.epoch(), session.keyId(), alarm, nanoTime);
            partition.expect(
                    session.ledgerSeq(), session.ledgerTag()); // were Redis behind that, it would have lost events
            return partition;
        });
    }
}
