package io.ganchang.app;

import io.ganchang.config.AdminConfig;
import io.ganchang.config.Config;
import io.ganchang.config.LedgerConfig;
import io.ganchang.database.Database;
import io.ganchang.dispatch.Dispatcher;
import io.ganchang.http.AnswerCounts;
import io.ganchang.http.Connections;
import io.ganchang.ledger.LedgerWriter;
import io.ganchang.ordering.LedgerLag;
import io.ganchang.ordering.OrderCounts;
import io.ganchang.ordering.PartitionGuard;
import io.ganchang.ordering.Partitions;
import io.ganchang.payment.RefundCounts;
import io.ganchang.redis.LinkCounts;
import io.ganchang.redis.RedisStanding;
import io.ganchang.telemetry.Health;
import io.ganchang.telemetry.HttpTraffic;
import io.ganchang.telemetry.HttpTraffic.Listener;
import io.ganchang.telemetry.Metric;
import io.ganchang.telemetry.Pulse;
import io.ganchang.telemetry.Telemetry;
import io.ganchang.telemetry.Timing;
import io.vertx.core.http.HttpServerOptions;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * What a running server is watched by.
 *
 * @param links one of each event loop
 * @param orders one of each event loop
 * @param orderAnswers how attempts to order were answered
 * @param answers how everything else was
 * @param refunds how giving money back goes
 */
record Observation(
        Telemetry telemetry,
        Health health,
        Pulse pulse,
        HttpTraffic traffic,
        Timing orderTiming,
        AnswerCounts orderAnswers,
        AnswerCounts answers,
        List<LinkCounts> links,
        List<OrderCounts> orders,
        RefundCounts refunds,
        LongAdder auditsBalanced,
        LongAdder auditsDiffering) {

    /** @param nanoTime monotonic, such as {@code System::nanoTime} */
    static Observation of(Config config, InstantSource clock, LongSupplier nanoTime) {
        Telemetry telemetry = new Telemetry(clock, nanoTime);
        Observation observation = new Observation(
                telemetry,
                new Health(),
                new Pulse(nanoTime, telemetry.histogram(Metric.LOOP_DELAY_SECONDS)),
                new HttpTraffic(options -> listener(config.admin(), options)),
                telemetry.histogram(Metric.ORDER_ANSWER_SECONDS),
                new AnswerCounts(),
                new AnswerCounts(),
                new CopyOnWriteArrayList<>(),
                new CopyOnWriteArrayList<>(),
                new RefundCounts(),
                new LongAdder(),
                new LongAdder());
        new Instruments(observation).addAll(Main.VERSION, config.data().folder());
        Checks checks = new Checks(observation.health);
        checks.addLoops(observation.pulse);
        checks.addLinks(observation.links);
        checks.addRefunds(observation.refunds);
        return observation;
    }

    private static Listener listener(AdminConfig admin, HttpServerOptions options) {
        return options.getPort() == admin.port() && options.getHost().equals(admin.host())
                ? Listener.ADMIN
                : Listener.PUBLIC;
    }

    void addLedger(Database database, LedgerWriter writer, LedgerLag lag, Partitions partitions, LedgerConfig config) {
        new Instruments(this).addLedger(database, writer, lag, partitions);
        new Checks(health).addLedger(writer, lag, config);
    }

    void addRedis(RedisStanding standing, PartitionGuard guard) {
        new Instruments(this).addRedis(standing, guard);
        new Checks(health).addRedis(standing, guard);
    }

    void addConnections(Connections connections) {
        new Instruments(this).addConnections(connections);
    }

    void addSinks(List<Dispatcher> dispatchers) {
        new Instruments(this).addSinks(dispatchers);
        new Checks(health).addSinks(dispatchers);
    }

    /** What the link of one more event loop writes down of itself. */
    LinkCounts newLink() {
        LinkCounts link = new LinkCounts(System::nanoTime);
        links.add(link);
        return link;
    }

    /** The same for trimming and closing, on which no order waits. */
    LinkCounts upkeepLink() {
        LinkCounts link = new LinkCounts(System::nanoTime);
        new Checks(health).addUpkeep(link);
        return link;
    }

    /** Counts an audit by its outcome. */
    void audited(boolean balanced) {
        (balanced ? auditsBalanced : auditsDiffering).increment();
    }
}
