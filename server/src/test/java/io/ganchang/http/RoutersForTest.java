package io.ganchang.http;

import io.ganchang.audit.Auditor;
import io.ganchang.config.Config;
import io.ganchang.config.ConfigLoader;
import io.ganchang.config.Loaded;
import io.ganchang.config.Overrides;
import io.ganchang.database.Database;
import io.ganchang.ledger.Ledger;
import io.ganchang.ledger.LedgerProgress;
import io.ganchang.ordering.CatchUp;
import io.ganchang.ordering.ClosedOrders;
import io.ganchang.ordering.OrderBatcher;
import io.ganchang.ordering.OrderKeys;
import io.ganchang.ordering.OrderPayments;
import io.ganchang.ordering.Orders;
import io.ganchang.ordering.OwnOrders;
import io.ganchang.ordering.PartitionCalls;
import io.ganchang.ordering.PartitionGuard;
import io.ganchang.ordering.Partitions;
import io.ganchang.ordering.RequestHasher;
import io.ganchang.payment.Callbacks;
import io.ganchang.payment.Checkout;
import io.ganchang.payment.Gateway;
import io.ganchang.payment.Gateways;
import io.ganchang.payment.HostRefunds;
import io.ganchang.payment.WebhookSecret;
import io.ganchang.payment.sandbox.SandboxGateway;
import io.ganchang.redis.LinkCounts;
import io.ganchang.redis.OffLoopRedis;
import io.ganchang.redis.PartitionCare;
import io.ganchang.redis.RedisAddress;
import io.ganchang.redis.RedisLink;
import io.ganchang.redis.RedisStanding;
import io.ganchang.redis.embedded.RedisForTest;
import io.ganchang.session.Dashboards;
import io.ganchang.session.OfferCommands;
import io.ganchang.session.SessionBooks;
import io.ganchang.session.SessionCommands;
import io.ganchang.session.Sessions;
import io.ganchang.telemetry.Health;
import io.ganchang.telemetry.Metric;
import io.ganchang.telemetry.Telemetry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiFunction;

/** The routers of both listeners, put together as the server does, though nothing listens. */
final class RoutersForTest {
    private static final String PARAMETER = ":(\\w+)";

    private RoutersForTest() {}

    /** What is routed where, such as {@code GET /v1/orders/{order}}. */
    record Routed(Set<String> onPublic, Set<String> onAdmin) {}

    static Routed build(Path folder) throws IOException {
        Vertx vertx = Vertx.vertx();
        try (RedisForTest server = RedisForTest.start();
                OffLoopRedis redis = OffLoopRedis.toSocket(server.socket());
                Database database = Database.open(folder.resolve("ledger.db"));
                PartitionCare care = redis.openCare();
                Telemetry telemetry = new Telemetry(InstantSource.system(), System::nanoTime)) {
            Ledger ledger = Ledger.open(database, UUID.randomUUID(), InstantSource.system());
            Partitions partitions = new Partitions(ledger, new PartitionGuard(ledger, care), System::nanoTime);
            Tokens tokens = new Tokens(vertx, new byte[32], InstantSource.system());
            Replies replies = new Replies(1, new AnswerCounts());
            Config config = ((Loaded.Complete) ConfigLoader.load(Optional.empty(), Overrides.none())).config();
            SecureRandom random = new SecureRandom();
            OrderKeys keys = OrderKeys.load(Files.writeString(folder.resolve("order.keys"), OrderKeys.newLine(random)));
            PartitionCalls calls = calls(vertx, config, keys, folder);
            PublicApi.Capabilities capabilities = capabilities(vertx, config, ledger, partitions, keys, calls);
            PublicApi onPublic = new PublicApi(
                    vertx,
                    capabilities,
                    till(
                            capabilities,
                            new OrderPayments(partitions, calls, ledger.closedBooks(InstantSource.system())),
                            config),
                    tokens,
                    new Guests(config.guests(), tokens, new SecureRandom()),
                    replies,
                    new PublicApi.OrderAnswers(replies, telemetry.histogram(Metric.ORDER_ANSWER_SECONDS)),
                    config.http());
            AdminApi onAdmin = new AdminApi(
                    vertx,
                    new Auditor(redis, ledger, List.of(), InstantSource.system(), "test"),
                    ledger,
                    tokens,
                    replies,
                    new AdminApi.Vitals(new Health(), () -> "checked", telemetry),
                    balanced -> {});
            return new Routed(calls(onPublic.routes()), calls(onAdmin.routes()));
        } finally {
            vertx.close();
        }
    }

    private static PublicApi.Till till(PublicApi.Capabilities capabilities, OrderPayments payments, Config config) {
        WebhookSecret secret =
                WebhookSecret.parse(WebhookSecret.newText(new SecureRandom())).orElseThrow();
        Gateway sandbox = new SandboxGateway(
                List.of(secret), InstantSource.system(), config.payments().sandboxRefunds());
        return new PublicApi.Till(
                new Gateways(List.of(sandbox)),
                new Checkout(capabilities.orders(), capabilities.sessions()),
                new Callbacks(payments, System::nanoTime),
                new HostRefunds(capabilities.sessions(), payments),
                InstantSource.system());
    }

    private static PartitionCalls calls(Vertx vertx, Config config, OrderKeys keys, Path folder) {
        SecureRandom random = new SecureRandom();
        RedisLink link = new RedisLink(
                vertx,
                RedisAddress.ofSocket(folder.resolve("no.sock")),
                config.redis(),
                new RedisStanding(),
                1,
                random,
                List::of,
                new LinkCounts(System::nanoTime));
        return new PartitionCalls(link, new RequestHasher(keys), config.ordering(), random);
    }

    private static PublicApi.Capabilities capabilities(
            Vertx vertx, Config config, Ledger ledger, Partitions partitions, OrderKeys keys, PartitionCalls calls) {
        RequestHasher hasher = new RequestHasher(keys);
        LedgerProgress progress = new LedgerProgress();
        Sessions sessions = new Sessions(partitions, calls, ledger);
        SessionCommands commands =
                new SessionCommands(sessions, calls, partitions, ledger, keys, InstantSource.system(), born -> {});
        OrderBatcher batcher = new OrderBatcher(
                vertx.getOrCreateContext(), calls.link(), config.ordering(), config.holds(), new SecureRandom());
        return new PublicApi.Capabilities(
                new Orders(partitions, calls, batcher, new ClosedOrders(ledger, hasher), progress, config.ledger()),
                new OwnOrders(partitions, progress, ledger),
                sessions,
                commands,
                new OfferCommands(commands, calls),
                new SessionBooks(partitions, new CatchUp(partitions, progress), ledger),
                new Dashboards(sessions, ledger));
    }

    private static Set<String> calls(List<Route> routes) {
        Set<String> calls = new TreeSet<>();
        BiFunction<String, String, String> call = (method, path) -> method + ' ' + path.replaceAll(PARAMETER, "{$1}");
        for (Route route : routes) {
            route.methods().forEach(method -> calls.add(call.apply(method.name(), route.getPath())));
        }
        return calls;
    }
}
