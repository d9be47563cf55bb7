package io.ganchang.app;

import io.ganchang.database.Database;
import io.ganchang.dispatch.Dispatcher;
import io.ganchang.dispatch.SinkCounts;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Words;
import io.ganchang.http.AnswerCounts;
import io.ganchang.http.Connections;
import io.ganchang.ledger.LedgerCounts;
import io.ganchang.ledger.LedgerWriter;
import io.ganchang.ordering.LedgerLag;
import io.ganchang.ordering.OrderCounts;
import io.ganchang.ordering.OrderCounts.Shed;
import io.ganchang.ordering.PartitionGuard;
import io.ganchang.ordering.Partitions;
import io.ganchang.payment.RefundCounts;
import io.ganchang.redis.LinkCounts;
import io.ganchang.redis.RedisStanding;
import io.ganchang.redis.RedisStanding.Durability;
import io.ganchang.telemetry.HttpTraffic.Listener;
import io.ganchang.telemetry.Metric;
import io.ganchang.telemetry.Telemetry;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/** Ties what the capabilities count to the names that {@link Metric} gives it. All labels are known here. */
final class Instruments {
    private static final int STATUS_CLASS_MIN = 2;
    private static final int STATUS_CLASS_MAX = 5;

    private final Observation observation;
    private final Telemetry telemetry;

    Instruments(Observation observation) {
        this.observation = observation;
        this.telemetry = observation.telemetry();
    }

    /** What every server has, whatever it is set to do. */
    void addAll(String version, Path dataFolder) {
        telemetry.addStandardSets();
        telemetry.gauge(Metric.BUILD, () -> 1, version, System.getProperty("java.version", "unknown"));
        addOrders();
        addRedis();
        addHttp();
        addHealth();
        addRefunds();
        File folder = dataFolder.toFile();
        telemetry.gauge(Metric.DATA_DISK_FREE_BYTES, folder::getUsableSpace);
        telemetry.gauge(Metric.DATA_DISK_BYTES, folder::getTotalSpace);
    }

    private void addOrders() {
        AnswerCounts answers = observation.orderAnswers();
        telemetry.counter(Metric.ORDERS_ANSWERED, answers::created, "placed");
        telemetry.counter(Metric.ORDERS_ANSWERED, answers::other, "replayed");
        for (Problem problem : Problem.values()) {
            telemetry.counter(Metric.ORDERS_ANSWERED, () -> answers.of(problem), problem.code());
        }
        telemetry.gauge(Metric.ORDERS_WAITING, () -> ofOrders(OrderCounts::waiting));
        telemetry.counter(Metric.ORDERS_SENT, () -> ofOrders(OrderCounts::sent));
        telemetry.counter(Metric.ORDER_CALLS, () -> ofOrders(OrderCounts::calls));
        for (Shed cause : Shed.values()) {
            telemetry.counter(Metric.ORDERS_SHED, () -> ofOrders(orders -> orders.shed(cause)), Words.of(cause));
        }
    }

    private void addRedis() {
        addFate("answered", LinkCounts::answered);
        addFate("refused", LinkCounts::refused);
        addFate("not_sent", LinkCounts::notSent);
        addFate("unknown", LinkCounts::unknown);
        telemetry.summary(Metric.REDIS_CALL_SECONDS, ofLinks(LinkCounts::answered), ofLinks(LinkCounts::answerNanos));
        telemetry.gauge(Metric.REDIS_LINKS, ofLinks(link -> link.isUp() ? 1 : 0)::getAsLong, "up");
        telemetry.gauge(Metric.REDIS_LINKS, ofLinks(link -> link.isUp() ? 0 : 1)::getAsLong, "down");
        telemetry.counter(Metric.REDIS_CONNECTS, ofLinks(LinkCounts::connectsMade), "made");
        telemetry.counter(Metric.REDIS_CONNECTS, ofLinks(LinkCounts::connectsFailed), "failed");
    }

    private void addFate(String fate, ToLongFunction<LinkCounts> count) {
        telemetry.counter(Metric.REDIS_CALLS, ofLinks(count), fate);
    }

    private void addHttp() {
        for (Listener listener : Listener.values()) {
            String name = Words.of(listener);
            telemetry.gauge(Metric.HTTP_CONNECTIONS, () -> observation.traffic().open(listener), name);
            telemetry.counter(
                    Metric.HTTP_CONNECTIONS_OPENED, () -> observation.traffic().opened(listener), name);
            for (int i = STATUS_CLASS_MIN; i <= STATUS_CLASS_MAX; i++) {
                int statusClass = i;
                telemetry.counter(
                        Metric.HTTP_ANSWERS,
                        () -> observation.traffic().answers(listener, statusClass),
                        name,
                        statusClass + "xx");
            }
        }
        for (Problem problem : Problem.values()) {
            telemetry.counter(Metric.PROBLEMS, () -> observation.answers().of(problem), problem.code());
        }
    }

    private void addHealth() {
        telemetry.gauge(Metric.READY, () -> observation.health().readiness().isReady() ? 1 : 0);
        telemetry.gauge(
                Metric.WARNINGS,
                () -> observation.health().readiness().warnings().size());
        telemetry.counter(Metric.AUDITS, observation.auditsBalanced()::sum, "balanced");
        telemetry.counter(Metric.AUDITS, observation.auditsDiffering()::sum, "differing");
    }

    void addRedis(RedisStanding standing, PartitionGuard guard) {
        for (Durability durability : Durability.values()) {
            telemetry.gauge(Metric.REDIS_DURABILITY, () -> standing.is(durability) ? 1 : 0, Words.of(durability));
        }
        telemetry.gauge(Metric.SESSIONS_FROZEN, () -> guard.frozen().size());
        telemetry.counter(Metric.CLOCK_JUMPS, guard::clockJumps);
    }

    void addConnections(Connections connections) {
        telemetry.counter(Metric.HTTP_CONNECTIONS_REFUSED, connections::refusedInAll, "in_all");
        telemetry.counter(Metric.HTTP_CONNECTIONS_REFUSED, connections::refusedByAddress, "by_address");
        telemetry.counter(Metric.HTTP_LATE, connections::lateHeads, "head");
        telemetry.counter(Metric.HTTP_LATE, connections::lateBodies, "body");
    }

    void addLedger(Database database, LedgerWriter writer, LedgerLag lag, Partitions partitions) {
        LedgerCounts counts = writer.counts();
        telemetry.gauge(Metric.LEDGER_LAG_EVENTS, lag::events);
        telemetry.gauge(Metric.LEDGER_LAG_SECONDS, lag::seconds);
        telemetry.counter(Metric.LEDGER_EVENTS, counts::events);
        telemetry.summary(Metric.LEDGER_COMMIT_SECONDS, counts::commits, counts::commitNanos);
        telemetry.counter(Metric.LEDGER_FAILURES, counts::failures);
        telemetry.gauge(
                Metric.LEDGER_SESSIONS_HALTED, () -> writer.progress().halted().size());
        telemetry.gauge(Metric.DATABASE_CALLS_WAITING, database::readsWaiting, "read");
        telemetry.gauge(Metric.DATABASE_CALLS_WAITING, database::writesWaiting, "write");
        telemetry.gauge(Metric.SESSIONS_KNOWN, partitions::count);
    }

    void addSinks(List<Dispatcher> dispatchers) {
        for (Dispatcher dispatcher : dispatchers) {
            SinkCounts counts = dispatcher.counts();
            telemetry.counter(Metric.SINK_EVENTS, counts::events, dispatcher.sink());
            telemetry.counter(Metric.SINK_FAILURES, counts::failures, dispatcher.sink());
            telemetry.gauge(Metric.SINK_LAG_EVENTS, counts.lag()::events, dispatcher.sink());
            telemetry.gauge(Metric.SINK_LAG_SECONDS, counts.lag()::seconds, dispatcher.sink());
            telemetry.gauge(
                    Metric.SINK_SESSIONS_HALTED, () -> dispatcher.halted().size(), dispatcher.sink());
        }
    }

    private void addRefunds() {
        RefundCounts counts = observation.refunds();
        telemetry.gauge(Metric.REFUNDS_OPEN, counts::due, "due");
        telemetry.gauge(Metric.REFUNDS_OPEN, counts::stuck, "stuck");
        telemetry.counter(Metric.REFUNDS_DONE, counts::done);
        telemetry.counter(Metric.REFUND_FAILURES, counts::failures);
    }

    private LongSupplier ofLinks(ToLongFunction<LinkCounts> count) {
        return () -> observation.links().stream().mapToLong(count).sum();
    }

    private long ofOrders(ToLongFunction<OrderCounts> count) {
        return observation.orders().stream().mapToLong(count).sum();
    }
}
