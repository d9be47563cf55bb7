package io.ganchang.ledger;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.ganchang.database.Database;
import io.ganchang.domain.SessionId;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Totals of sessions, added up at most once a second for each, however many watch: a large session has a million orders to add
 * up.
 */
final class LiveTotals {
    private static final Duration AGE_MAX = Duration.ofSeconds(1);
    private static final int SESSIONS_MAX = 1_000;

    private final Database database;
    private final AsyncCache<SessionId, SessionTotals> totals;

    LiveTotals(Database database, Ticker nanoTime) {
        this.database = database;
        this.totals = Caffeine.newBuilder()
                .maximumSize(SESSIONS_MAX)
                .expireAfterWrite(AGE_MAX)
                .ticker(nanoTime)
                .buildAsync();
    }

    CompletionStage<SessionTotals> of(SessionId session) {
        return totals.get(
                session,
                (key, executor) -> database.read(transaction -> SessionTotalsTable.of(transaction, key))
                        .toCompletableFuture());
    }
}
