package io.ganchang.session;

import static io.ganchang.ledger.LedgerForTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.config.LedgerConfig;
import io.ganchang.config.OrderingConfig;
import io.ganchang.config.SessionsConfig;
import io.ganchang.domain.Caller;
import io.ganchang.domain.Event;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Pool;
import io.ganchang.domain.Problem;
import io.ganchang.domain.RequestedLine;
import io.ganchang.domain.Role;
import io.ganchang.domain.Session;
import io.ganchang.domain.SessionId;
import io.ganchang.domain.SessionState;
import io.ganchang.ledger.EventsForTest;
import io.ganchang.ledger.LedgerForTest;
import io.ganchang.ledger.LedgerWriter;
import io.ganchang.ledger.StoredSession;
import io.ganchang.ordering.ClosedOrders;
import io.ganchang.ordering.OrderBatcher;
import io.ganchang.ordering.OrderKeys;
import io.ganchang.ordering.OrderRequest;
import io.ganchang.ordering.Orders;
import io.ganchang.ordering.PartitionCalls;
import io.ganchang.ordering.Partitions;
import io.ganchang.ordering.RequestHasher;
import io.ganchang.redis.AlarmsForTest;
import io.ganchang.redis.EventTail;
import io.ganchang.redis.Keys;
import io.ganchang.redis.LinkForTest;
import io.ganchang.redis.OffLoopRedis;
import io.ganchang.redis.ShowForTest;
import io.ganchang.redis.embedded.RedisForTest;
import io.lettuce.core.api.sync.RedisCommands;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that ended long ago leave Redis step by step, whoever is killed in between, and the ledger answers for them. */
class SessionCloserTest {
    private static final SessionId SESSION = new SessionId("melons");
    private static final Keys KEYS = Keys.of(SESSION);
    private static final Caller WANG = new Caller("test", "wang", Role.VIEWER, "live");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private RedisForTest redis;
    private OffLoopRedis offLoop;
    private RedisCommands<String, String> commands;
    private EventTail tail;
    private LinkForTest link;
    private LedgerForTest books;
    private LedgerWriter writer;
    private OrderKeys keys;
    private ShowForTest show;
    private ServerOfTest server;
    private Order bought;

    /** What one server has of its own: what it knows of partitions, its way to orders, and its closer. */
    private record ServerOfTest(Partitions partitions, Orders orders, Sessions sessions, SessionCloser closer) {}

    @BeforeEach
    void start() throws IOException {
        redis = RedisForTest.durable("--maxmemory", "64mb", "--maxmemory-policy", "noeviction");
        offLoop = OffLoopRedis.toSocket(redis.socket());
        commands = offLoop.connect().sync();
        tail = offLoop.openTail();
        link = LinkForTest.to(redis.socket(), LinkForTest.config(5_000), 100);
        link.open();
        Path file = folder.resolve("order.keys");
        Files.writeString(file, OrderKeys.newLine(new SecureRandom()).replaceFirst("^\\S+", "key-1"));
        keys = OrderKeys.load(file);
        books = new LedgerForTest(folder);
        books.bear(SESSION);
        show = ShowForTest.live(link, SESSION.value(), books.ledger().uuid()).sell("melon", 10, 0);
        startWriter();
        server = server(0, InstantSource.system());
        bought = value(place("k1", 3));
    }

    @AfterEach
    void stop() {
        writer.close();
        tail.close();
        link.close();
        books.close();
        offLoop.close();
        redis.close();
    }

    private void startWriter() {
        writer = new LedgerWriter(
                books.database(),
                tail,
                new LedgerConfig(1_000, 100, 20, 100),
                new AlarmsForTest(),
                System::nanoTime,
                new Random(1));
        writer.start();
    }

    private ServerOfTest server(int closeAfterDays, InstantSource clock) {
        OrderingConfig config = new OrderingConfig(10, 2, 100, 3_000, 500);
        SplittableRandom random = new SplittableRandom(5);
        RequestHasher hasher = new RequestHasher(keys);
        Partitions partitions = new Partitions(books.ledger(), new AlarmsForTest(), System::nanoTime);
        PartitionCalls calls = new PartitionCalls(link.link(), hasher, config, random);
        return new ServerOfTest(
                partitions,
                new Orders(
                        partitions,
                        calls,
                        new OrderBatcher(link.context(), link.link(), config, ShowForTest.HOLDS, random),
                        new ClosedOrders(books.ledger(), hasher),
                        writer.progress(),
                        new LedgerConfig(1_000, 100, 100, 100)),
                new Sessions(partitions, calls, books.ledger()),
                new SessionCloser(
                        calls,
                        partitions,
                        books.ledger(),
                        writer.progress(),
                        clock,
                        new SessionsConfig(closeAfterDays, 60)));
    }

    private <T> T on(Supplier<Future<T>> action) {
        return LinkForTest.result(link.onLoop(action));
    }

    private void pass(ServerOfTest by) {
        on(by.closer()::pass);
    }

    /** A pass of a server that has just started, as after a kill. */
    private void passOfAnother() {
        pass(server(0, InstantSource.system()));
    }

    private Outcome<Order> place(String key, int quantity) {
        return on(() -> server.orders()
                .place(new OrderRequest(
                        SESSION,
                        WANG,
                        key,
                        null,
                        List.of(new RequestedLine("melon", quantity, OptionalLong.empty())),
                        null)));
    }

    private static <T> T value(Outcome<T> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done<T>) outcome).value();
    }

    private static void assertRefused(Outcome<?> outcome, Problem problem) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        assertThat(((Outcome.Refused<?>) outcome).problem()).isEqualTo(problem);
    }

    private void end() {
        show.end();
        awaitLedger();
    }

    private void awaitLedger() {
        long seq = Long.parseLong(commands.hget(KEYS.meta(), "seq"));
        assertThat(await(writer.progress().awaitSeq(SESSION, seq, PATIENCE))).isTrue();
    }

    private StoredSession stored() {
        return await(books.ledger().session(SESSION)).orElseThrow();
    }

    /** Step one alone, as of a server that is killed right behind it. */
    private void seal() {
        StoredSession ended = stored();
        boolean sealed = on(() -> server.partitions()
                .find(SESSION)
                .compose(found -> server.closer().seal(ended, found.orElseThrow())));
        assertThat(sealed).isTrue();
    }

    private void assertGone() {
        assertThat(commands.keys("*")).isEmpty();
        assertThat(stored().isClosed()).isTrue();
        assertThat(books.ledger().events(SESSION, 0, 100))
                .filteredOn(event -> event.type().equals(Event.SESSION_CLOSED))
                .hasSize(1)
                .extracting(Event::seq)
                .containsExactly(stored().ledgerSeq());
    }

    private void assertStays() {
        assertThat(commands.keys("*")).isNotEmpty();
        assertThat(stored().isClosed()).isFalse();
    }

    @Test
    void onePassSealsTheSessionWaitsForTheLedgerAndRemovesThePartition() {
        end();
        pass(server);
        assertGone();
        assertThat(await(books.ledger().finalBooks(Set.of(SESSION))).values())
                .singleElement()
                .satisfies(end -> assertThat(end.pools()).containsExactly(Map.entry("stock:melon", new Pool(7, 0, 3))));
    }

    @Test
    void aSessionThatEndedLessThanItsTimeAgoStays() {
        end();
        pass(server(1, InstantSource.system()));
        assertStays();
        pass(server(1, InstantSource.offset(InstantSource.system(), Duration.ofHours(25))));
        assertGone();
    }

    @Test
    void aSessionThatHasNotEndedStays() {
        awaitLedger();
        pass(server);
        assertStays();
    }

    @Test
    void aCloserKilledBeforeTheLedgerHadItsEventIsFollowedByAnother() {
        end();
        writer.close();
        seal();
        passOfAnother();
        assertThat(commands.hget(KEYS.meta(), "state")).isEqualTo("closed");
        assertStays();
        startWriter();
        awaitLedger();
        passOfAnother();
        assertGone();
    }

    @Test
    void aCloserKilledBeforeTheRemovalIsFollowedByAnother() {
        end();
        seal();
        awaitLedger();
        assertThat(stored().isClosed()).isTrue();
        assertThat(commands.keys("*")).isNotEmpty();
        passOfAnother();
        assertGone();
        passOfAnother();
        assertGone();
    }

    @Test
    void aRedisThatFellBackBehindTheRemovalIsSweptAgain() {
        end();
        seal();
        awaitLedger();
        Map<String, byte[]> before = new HashMap<>();
        commands.keys("*").forEach(key -> before.put(key, commands.dump(key)));
        pass(server);
        assertGone();
        books.payClosed(SESSION, bought.id().suffix()); // so the ledger goes on behind what closed the session
        before.forEach((key, value) -> commands.restore(key, 0, value));
        pass(server);
        assertGone();
    }

    @Test
    void closersOfSeveralServersAtOnceCloseItOnce() {
        end();
        List<CompletableFuture<Void>> passes = List.of(
                link.onLoop(server(0, InstantSource.system()).closer()::pass),
                link.onLoop(server(0, InstantSource.system()).closer()::pass),
                link.onLoop(server(0, InstantSource.system()).closer()::pass));
        passes.forEach(LinkForTest::result);
        assertGone();
    }

    @Test
    void aSessionOfWhichTheLedgerLacksEventsStays() {
        end();
        OrderId another = bought.id();
        writer.close();
        value(on(() -> server.orders().cancel(WANG, another)));
        pass(server);
        assertStays();
        assertThat(commands.hget(KEYS.meta(), "state")).isEqualTo("ended");
    }

    @Test
    void aFrozenSessionStays() {
        end();
        commands.hset(KEYS.meta(), "frozen", "by a test");
        pass(server);
        assertStays();
    }

    @Test
    void aSessionWhoseLedgerIsHaltedStays() {
        end();
        writer.close();
        commands.del(KEYS.events());
        EventsForTest.addOther(commands, new EventsForTest(SESSION, 1, stored().ledgerSeq() - 1).started());
        startWriter();
        assertThat(writer.progress().halted()).containsKey(SESSION);
        passOfAnother();
        assertStays();
        assertThat(commands.hget(KEYS.meta(), "state")).isEqualTo("ended");
    }

    @Test
    void aSessionInWhichSomethingIsHeldStays() {
        end();
        commands.hset(KEYS.pools(), "stock:melon", "6 1 3");
        pass(server);
        assertStays();
    }

    @Test
    void aServerThatStillKnowsThePartitionAnswersFromTheLedgerToo() {
        Order cancelled = value(place("k2", 2));
        value(on(() -> server.orders().cancel(WANG, cancelled.id())));
        end();
        passOfAnother();
        assertGone();

        Outcome<Order> repeated = place("k1", 3);
        assertThat(repeated).isEqualTo(new Outcome.Done<>(bought, true));
        assertRefused(place("k1", 4), Problem.IDEMPOTENCY_MISMATCH);
        assertRefused(place("new", 1), Problem.SESSION_NOT_LIVE);
        assertRefused(on(() -> server.orders().cancel(WANG, bought.id())), Problem.ORDER_STATE);
        assertThat(value(on(() -> server.orders().cancel(WANG, cancelled.id()))).id())
                .isEqualTo(cancelled.id());
        assertThat(value(on(() -> server.orders().find(WANG, bought.id())))).isEqualTo(bought);
        Session seen = value(on(() -> server.sessions().find(SESSION)));
        assertThat(seen.state()).isEqualTo(SessionState.CLOSED);
    }

    @Test
    void aServerThatStillKnowsThePartitionListsTheSessionAsItWasInTheEnd() {
        end();
        passOfAnother();
        for (Optional<SessionState> state : List.of(Optional.<SessionState>empty(), Optional.of(SessionState.CLOSED))) {
            Sessions.Page page = value(on(() -> server.sessions().list(state, Optional.empty(), 10)));
            assertThat(page.sessions())
                    .singleElement()
                    .satisfies(session -> assertThat(session.offers())
                            .singleElement()
                            .satisfies(offer -> assertThat(offer.stock()).isEqualTo(new Pool(7, 0, 3))));
        }
        assertThat(value(on(() -> server.sessions().list(Optional.of(SessionState.LIVE), Optional.empty(), 10)))
                        .sessions())
                .isEmpty();
    }

    @Test
    void whileItIsSealedAndTheLedgerHasNotHeardNothingUntrueIsSaid() {
        end();
        writer.close();
        seal();
        assertRefused(place("new", 1), Problem.SESSION_FROZEN);
        assertRefused(on(() -> server.orders().cancel(WANG, bought.id())), Problem.SESSION_FROZEN);
        assertThat(value(on(() -> server.orders().find(WANG, bought.id())))).isEqualTo(bought);
        assertThat(commands.hget(KEYS.meta(), "seq")).isEqualTo(Long.toString(stored().ledgerSeq() + 1));
    }

    @Test
    void theClosersOwnServerForgetsThePartition() {
        end();
        pass(server);
        assertThat(on(() -> server.partitions().find(SESSION))).isEmpty();
        assertThat(on(() -> server.partitions().closed(SESSION))).isPresent();
    }
}
