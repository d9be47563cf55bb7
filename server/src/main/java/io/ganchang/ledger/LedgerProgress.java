package io.ganchang.ledger;

import io.ganchang.domain.SessionId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How far the ledger writer is, for those who must not run ahead of it or want to read what they wrote. Thread-safe. */
public final class LedgerProgress {
    /** Most callers that wait at a time; to a further one the answer is at once that it has not been reached. */
    public static final int WAITING_MAX = 10_000;

    private final Map<SessionId, Long> committed = new ConcurrentHashMap<>();
    private final Map<SessionId, String> halted = new ConcurrentHashMap<>();
    private final Map<SessionId, Set<Waiter>> waiters = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();

    private record Waiter(long seq, CompletableFuture<Boolean> reached) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /** Sequence number of the last event that is in the ledger for good; 0 for none. */
    public long committedSeq(SessionId session) {
        return committed.getOrDefault(session, 0L);
    }

    /** The sessions that the writer has stopped reading, each with the reason. */
    public Map<SessionId, String> halted() {
        return Map.copyOf(halted);
    }

    /** Completes with true once the ledger has the session's events up to {@code seq}, with false after {@code wait}. */
    public CompletionStage<Boolean> awaitSeq(SessionId session, long seq, Duration wait) {
        if (committedSeq(session) >= seq) {
            return CompletableFuture.completedFuture(true);
        }
        if (waiting.incrementAndGet() > WAITING_MAX) {
            waiting.decrementAndGet();
            return CompletableFuture.completedFuture(false);
        }
        Waiter waiter = new Waiter(seq, new CompletableFuture<>());
        Set<Waiter> others = waiters.computeIfAbsent(session, id -> ConcurrentHashMap.newKeySet());
        others.add(waiter);
        CompletionStage<Boolean> answer = waiter.reached
                .completeOnTimeout(false, wait.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((reached, failure) -> {
                    others.remove(waiter);
                    waiting.decrementAndGet();
                });
        if (committedSeq(session) >= seq) { // committed between the first look and the waiting
            waiter.reached.complete(true);
        }
        return answer;
    }

    void committed(SessionId session, long seq) {
        committed.merge(session, seq, Math::max);
        for (Waiter waiter : waiters.getOrDefault(session, Set.of())) {
            if (waiter.seq <= seq) {
                waiter.reached.complete(true);
            }
        }
    }

    /** Whether the writer has stopped reading the session. */
    public boolean isHalted(SessionId session) {
        return halted.containsKey(session);
    }

    /** Forgets the halts of sessions that are not among {@code unclosed}: another server has closed them meanwhile. */
    void retainHalted(Set<SessionId> unclosed) {
        halted.keySet().retainAll(unclosed);
    }

    void halted(SessionId session, String reason) {
        halted.put(session, reason);
    }
}
