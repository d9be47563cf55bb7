package io.ganchang.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.config.LedgerConfig;
import io.ganchang.config.OrderingConfig;
import io.ganchang.domain.Caller;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.OrderState;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Outcome.Done;
import io.ganchang.domain.Outcome.Refused;
import io.ganchang.domain.Pool;
import io.ganchang.domain.Problem;
import io.ganchang.domain.RequestedLine;
import io.ganchang.domain.Role;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.EventsForTest;
import io.ganchang.ledger.LedgerForTest;
import io.ganchang.ledger.LedgerProgress;
import io.ganchang.redis.AlarmsForTest;
import io.ganchang.redis.LinkForTest;
import io.ganchang.redis.ShowForTest;
import io.ganchang.redis.embedded.RedisForTest;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server that was just started owes to orders of before: every test asks through one that knows nothing yet. */
class OrdersTest {
    private static final SessionId SESSION = new SessionId("melons");
    private static final Caller WANG = new Caller("test", "wang", Role.VIEWER, "live");
    private static final int ATTEMPT_MS = 200;

    @TempDir
    Path folder;

    private RedisForTest redis;
    private LinkForTest link;
    private LedgerForTest books;
    private ShowForTest show;
    private Orders orders;

    @BeforeEach
    void open() throws IOException {
        redis = RedisForTest.durable("--maxmemory", "64mb", "--maxmemory-policy", "noeviction");
        link = LinkForTest.to(redis.socket(), LinkForTest.config(300), 100);
        link.open();
        books = new LedgerForTest(folder);
        books.bear(SESSION);
        show = ShowForTest.live(link, SESSION.value()).sell("melon", 10, 0);
        orders = orders();
    }

    @AfterEach
    void close() {
        redis.resume();
        link.close();
        books.close();
        redis.close();
    }

    private Orders orders() throws IOException {
        Path keys = folder.resolve("order.keys");
        Files.writeString(keys, OrderKeys.newLine(new SecureRandom()).replaceFirst("^\\S+", "key-1"));
        OrderingConfig config = new OrderingConfig(10, 2, 100, ATTEMPT_MS, 100);
        SplittableRandom random = new SplittableRandom(5);
        return new Orders(
                new Partitions(books.ledger(), new AlarmsForTest(), System::nanoTime),
                new PartitionCalls(link.link(), new RequestHasher(OrderKeys.load(keys)), config, random),
                new OrderBatcher(link.context(), link.link(), config, ShowForTest.HOLDS, random),
                new ClosedOrders(books.ledger(), new RequestHasher(OrderKeys.load(keys))),
                new LedgerProgress(),
                new LedgerConfig(1_000, 100, 100, 20_000));
    }

    private Outcome<Order> ask(Function<Orders, Future<Outcome<Order>>> question) {
        return LinkForTest.result(link.onLoop(() -> question.apply(orders)));
    }

    private Outcome<Order> place() {
        return ask(asked -> asked.place(new OrderRequest(
                SESSION, WANG, "k1", null, List.of(new RequestedLine("melon", 1, OptionalLong.empty())), null)));
    }

    private Order placedBefore() {
        Outcome<Order> placed = LinkForTest.result(link.onLoop(() -> new OrderBatcher(
                        link.context(),
                        link.link(),
                        new OrderingConfig(10, 2, 100, 10_000, 1_000),
                        ShowForTest.HOLDS,
                        new SplittableRandom(6))
                .place(show.partition(), show.attempt("o1", "wang", "melon", 1))));
        assertThat(placed).isInstanceOf(Done.class);
        return ((Done<Order>) placed).value();
    }

    @Test
    void aCancelThatCameToNothingIsNotCarriedOutLater() {
        OrderId id = placedBefore().id();
        redis.pause();
        Outcome<Order> cancelled = ask(asked -> asked.cancel(WANG, id));
        assertThat(cancelled).isInstanceOf(Refused.class);
        LockSupport.parkNanos(Duration.ofMillis(2 * ATTEMPT_MS).toNanos());
        redis.resume();
        link.isUp();
        LockSupport.parkNanos(Duration.ofMillis(ATTEMPT_MS).toNanos());
        assertThat(show.snapshot().pools()).as("still sold").containsEntry("stock:melon", new Pool(9, 0, 1));
    }

    @Test
    void aCancelIsTheFirstThingAServerMayBeAskedFor() {
        OrderId id = placedBefore().id();
        Outcome<Order> cancelled = ask(asked -> asked.cancel(WANG, id));
        assertThat(cancelled)
                .isInstanceOfSatisfying(
                        Done.class,
                        done -> assertThat(((Order) done.value()).state()).isEqualTo(OrderState.CANCELLED));
    }

    /** Its own calls have taught it nothing yet: only the ledger can tell that Redis has lost events. */
    @Test
    void nothingIsSoldOnARedisThatFellBehindTheLedger() {
        long seq = show.snapshot().seq();
        writeLedgerUpTo(seq + 1);
        assertFrozen(place());
        assertThat(show.snapshot().seq()).isEqualTo(seq);
    }

    @Test
    void aRedisThatFellBehindIsNotAskedForOrdersItMayHaveLost() {
        OrderId id = placedBefore().id();
        writeLedgerUpTo(show.snapshot().seq() + 1);
        assertFrozen(ask(asked -> asked.find(WANG, id)));
        assertFrozen(ask(asked -> asked.find(WANG, new OrderId(SESSION, "l".repeat(OrderId.SUFFIX_LENGTH)))));
    }

    private void writeLedgerUpTo(long seq) {
        EventsForTest events = new EventsForTest(SESSION);
        books.write(EventsForTest.entry(events.started()));
        for (long i = 2; i <= seq; i++) {
            books.write(EventsForTest.entry(events.confirmed(i, "v" + i)));
        }
    }

    private static void assertFrozen(Outcome<Order> outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.problem()).isEqualTo(Problem.SESSION_FROZEN));
    }

    /** Hasher, link and batcher belong to one thread: a second one gave an order the id of another. */
    @Test
    void aPartitionFoundInTheLedgerIsHandedOverOnTheLoopThatAsked() {
        Partitions partitions = new Partitions(books.ledger(), new AlarmsForTest(), System::nanoTime);
        boolean onLoop = LinkForTest.result(
                link.onLoop(() -> partitions.find(SESSION).map(found -> Context.isOnEventLoopThread())));
        assertThat(onLoop).isTrue();
    }

    @Test
    void whatTheLedgerHasNotReadYetIsNoLoss() {
        assertThat(place()).isInstanceOf(Done.class);
    }
}
