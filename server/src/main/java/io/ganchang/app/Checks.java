package io.ganchang.app;

import io.ganchang.config.LedgerConfig;
import io.ganchang.dispatch.Dispatcher;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.LedgerCounts;
import io.ganchang.ledger.LedgerWriter;
import io.ganchang.ordering.LedgerLag;
import io.ganchang.ordering.PartitionGuard;
import io.ganchang.payment.RefundCounts;
import io.ganchang.redis.LinkCounts;
import io.ganchang.redis.RedisStanding;
import io.ganchang.telemetry.Health;
import io.ganchang.telemetry.Health.Meaning;
import io.ganchang.telemetry.Pulse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@code /healthz} and {@code /readyz} look at. */
final class Checks {
    /** Far longer than any wait inside a round of the ledger writer. */
    private static final long WRITER_SILENT_MS_MAX = 20_000;

    private final Health health;

    Checks(Health health) {
        this.health = health;
    }

    void addLoops(Pulse pulse) {
        health.add(Meaning.DEAD, "event loops", pulse::silentLoops);
    }

    void addLinks(List<LinkCounts> links) {
        health.add(Meaning.NOT_READY, "connections to Redis", () -> {
            long down = links.stream().filter(link -> !link.isUp()).count();
            return down == 0
                    ? List.of()
                    : List.of(down + " of " + links.size()
                            + " connections to Redis are down: orders on them are refused");
        });
    }

    void addUpkeep(LinkCounts link) {
        health.add(
                Meaning.WARNING,
                "upkeep",
                () -> link.isUp()
                        ? List.of()
                        : List.of("the connection to Redis for trimming and closing is down: both wait"));
    }

    /** Where Redis is unsafe and may not be used its links are down, which is told on its own. */
    void addRedis(RedisStanding standing, PartitionGuard guard) {
        health.add(Meaning.WARNING, "Redis", standing::problems);
        health.add(Meaning.WARNING, "sessions in Redis", () -> halted("frozen is session ", guard.frozen()));
    }

    /** An outage of the ledger is absorbed: orders are placed until the backlog is full, and that long it is a warning. */
    void addLedger(LedgerWriter writer, LedgerLag lag, LedgerConfig config) {
        health.add(
                Meaning.DEAD,
                "ledger writer",
                () -> writer.isRunning() ? List.of() : List.of("the ledger writer has ended"));
        health.add(
                Meaning.NOT_READY,
                "backlog of the ledger",
                () -> lag.events() <= config.backlogEventsMax()
                        ? List.of()
                        : List.of("the ledger is " + lag.events() + " events behind, more than "
                                + config.backlogEventsMax() + ": orders are refused"));
        health.add(Meaning.WARNING, "ledger", () -> ledgerWarnings(writer.counts()));
        health.add(
                Meaning.WARNING,
                "sessions in the ledger",
                () -> halted("the ledger has halted session ", writer.progress().halted()));
    }

    private static List<String> ledgerWarnings(LedgerCounts counts) {
        List<String> warnings = new ArrayList<>();
        counts.failure()
                .ifPresent(failure -> warnings.add("the ledger writer fails and tries again (" + failure
                        + "; the log says more): events wait in Redis"));
        if (counts.silentMs() > WRITER_SILENT_MS_MAX) {
            warnings.add("the ledger writer has not been heard of for " + counts.silentMs() + " ms");
        }
        return warnings;
    }

    void addSinks(List<Dispatcher> dispatchers) {
        for (Dispatcher dispatcher : dispatchers) {
            String sink = "sink " + dispatcher.sink();
            health.add(Meaning.DEAD, sink, () -> dispatcher.isRunning() ? List.of() : List.of(sink + " has ended"));
            health.add(Meaning.WARNING, sink, () -> halted(sink + " has halted session ", dispatcher.halted()));
        }
    }

    void addRefunds(RefundCounts counts) {
        health.add(
                Meaning.WARNING,
                "refunds",
                () -> counts.stuck() == 0
                        ? List.of()
                        : List.of(counts.stuck() + " refunds are stuck: GET /v1/refunds?state=stuck says why"));
    }

    /** By id alone: reasons are for the log, which only operators read. */
    private static List<String> halted(String words, Map<SessionId, String> sessions) {
        return sessions.keySet().stream()
                .map(session -> words + session)
                .sorted()
                .toList();
    }
}
