package io.ganchang.ordering;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Outcome.Refused;
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
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The partitions this server knows, shared by its event loops. Sessions are born in the ledger, so what is not known here
 * is looked up there; that there is none is remembered for a moment, lest made-up ids wear the ledger out.
 */
public final class Partitions {
    private static final Duration ABSENT_FOR = Duration.ofSeconds(1);
    private static final int ABSENT_MAX = 10_000;
    private static final int CLOSED_MAX = 1_000;

    /** What a session that was closed looks like to a server that has known it before. */
    private static final Set<Problem> MAY_BE_CLOSED = EnumSet.of(Problem.NOT_FOUND, Problem.SESSION_FROZEN);

    private final Ledger ledger;
    private final PartitionAlarm alarm;
    private final LongSupplier nanoTime;
    private final Map<SessionId, Partition> known = new ConcurrentHashMap<>();
    private final Cache<SessionId, Boolean> absent = Caffeine.newBuilder()
            .expireAfterWrite(ABSENT_FOR)
            .maximumSize(ABSENT_MAX)
            .build();
    private final Cache<SessionId, StoredSession> closed =
            Caffeine.newBuilder().maximumSize(CLOSED_MAX).build();
    private final Cache<SessionId, Boolean> unclosed = Caffeine.newBuilder()
            .expireAfterWrite(ABSENT_FOR)
            .maximumSize(ABSENT_MAX)
            .build();

    public Partitions(Ledger ledger, PartitionAlarm alarm, LongSupplier nanoTime) {
        this.ledger = ledger;
        this.alarm = alarm;
        this.nanoTime = nanoTime;
    }

    /** The partition of {@code session}, or empty where no such session was born, or it is closed. */
    public Future<Optional<Partition>> find(SessionId session) {
        Partition partition = known.get(session);
        if (partition != null) {
            return Future.succeededFuture(Optional.of(partition));
        }
        if (isAbsent(session) || closed.getIfPresent(session) != null) {
            return Future.succeededFuture(Optional.empty());
        }
        return lookUp(session)
                .map(stored -> stored.filter(born -> !born.isClosed()).map(this::add));
    }

    /**
     * The session where the ledger says that it is closed. To be asked where a partition is not found, or refuses: another
     * server may have closed it. That it is not closed is remembered for a moment, lest a frozen one wear the ledger out.
     */
    public Future<Optional<StoredSession>> closed(SessionId session) {
        StoredSession closedBefore = closed.getIfPresent(session);
        if (closedBefore != null) {
            known.remove(session); // another look-up, begun before it was closed, may have brought it back
            return Future.succeededFuture(Optional.of(closedBefore));
        }
        if (isAbsent(session) || unclosed.getIfPresent(session) != null) {
            return Future.succeededFuture(Optional.empty());
        }
        return lookUp(session).map(stored -> {
            if (!stored.map(StoredSession::isClosed).orElse(false)) {
                unclosed.put(session, true);
            }
            return stored.filter(StoredSession::isClosed);
        });
    }

    /** Forgets the partition of a session that the ledger says is closed. */
    public void close(StoredSession session) {
        closed.put(session.id(), session);
        known.remove(session.id());
    }

    /** Whether the ledger has said a moment ago that there is no such session. */
    private boolean isAbsent(SessionId session) {
        return absent.getIfPresent(session) != null;
    }

    private Future<Optional<StoredSession>> lookUp(SessionId session) {
        return OnCallersLoop.of(ledger.session(session)).map(stored -> {
            if (stored.isEmpty()) {
                absent.put(session, true);
            }
            stored.filter(StoredSession::isClosed).ifPresent(this::close);
            return stored;
        });
    }

    /** As {@link #find}; a session that was never born, or of which Redis has lost something, is refused. */
    public Future<Outcome<Partition>> open(SessionId session) {
        return find(session)
                .map(found -> found.map(Partitions::unlessRolledBack)
                        .orElseGet(() -> Outcome.refused(Problem.NOT_FOUND, "There is no such session.")));
    }

    private static Outcome<Partition> unlessRolledBack(Partition partition) {
        return partition.isRolledBack() ? Refusals.ofRollBack(partition) : Outcome.done(partition);
    }

    /** What {@code ifOpen} does on the session's partition, or, where it is closed, {@code ifClosed} with the ledger's row. */
    <T> Future<Outcome<T>> in(
            SessionId session,
            Function<Partition, Future<Outcome<T>>> ifOpen,
            Function<StoredSession, Future<Outcome<T>>> ifClosed) {
        return open(session)
                .compose(opened -> PartitionCalls.then(opened, ifOpen))
                .compose(outcome -> orClosed(session, outcome, ifClosed));
    }

    /** What came of the session's partition, or, where the session turns out to be closed, of {@code ifClosed}. */
    public <T> Future<Outcome<T>> orClosed(
            SessionId session, Outcome<T> outcome, Function<StoredSession, Future<Outcome<T>>> ifClosed) {
        return outcome instanceof Refused<T> refused && MAY_BE_CLOSED.contains(refused.problem())
                ? closed(session)
                        .compose(closed -> closed.map(ifClosed).orElseGet(() -> Future.succeededFuture(outcome)))
                : Future.succeededFuture(outcome);
    }

    /** How many sessions this server has had to do with. */
    public int count() {
        return known.size();
    }

    /** All that this server has had to do with. */
    public Collection<Partition> known() {
        return known.values();
    }

    /** Takes in a session as the ledger has it. */
    public Partition add(StoredSession session) {
        absent.invalidate(session.id());
        Partition partition = known.computeIfAbsent(session.id(), id -> partition(session));
        partition.expect(session.ledgerSeq(), session.ledgerTag()); // were Redis behind that, it would have lost events
        return partition;
    }

    /** What is left of the partition of a closed session, if anything. It is not kept. */
    public Partition remainsOf(StoredSession closedSession) {
        Partition partition = partition(closedSession);
        partition.expect(closedSession.ledgerSeq(), closedSession.ledgerTag());
        return partition;
    }

    private Partition partition(StoredSession session) {
        return new Partition(session.id(), session.epoch(), session.keyId(), alarm, nanoTime);
    }
}
