package io.ganchang.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.config.OrderingConfig;
import io.ganchang.domain.LatePayment;
import io.ganchang.domain.OfferTerms;
import io.ganchang.domain.PaymentMode;
import io.ganchang.domain.Pool;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.LedgerForTest;
import io.ganchang.ordering.HoldSweeper;
import io.ganchang.ordering.OrderKeys;
import io.ganchang.ordering.PartitionCalls;
import io.ganchang.ordering.Partitions;
import io.ganchang.ordering.RequestHasher;
import io.ganchang.redis.embedded.RedisForTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeping holds over many sessions, a bounded number of calls a pass. */
class HoldSweeperTest {
    /** More than one pass has calls for. */
    private static final int SESSIONS = 230;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final OfferTerms GIFT =
            new OfferTerms(null, "Gift", "box", 3990, "CNY", 0, PaymentMode.PREPAID, 1, LatePayment.REFUND, false);

    @TempDir
    private Path folder;

    private final AtomicLong nanos = new AtomicLong(System.nanoTime());
    private RedisForTest redis;
    private LedgerForTest books;
    private LinkForTest link;
    private HoldSweeper sweeper;

    @BeforeEach
    void start() throws IOException {
        redis = RedisForTest.durable("--maxmemory", "64mb", "--maxmemory-policy", "noeviction");
        books = new LedgerForTest(folder);
        link = LinkForTest.open(redis.socket());
        Path keys = Files.writeString(folder.resolve("order.keys"), OrderKeys.newLine(new SecureRandom()));
        PartitionCalls calls = new PartitionCalls(
                link.link(),
                new RequestHasher(OrderKeys.load(keys)),
                new OrderingConfig(64, 4, 1_000, 10_000, 2_000),
                new SplittableRandom(1));
        Partitions partitions = new Partitions(books.ledger(), new AlarmsForTest(), System::nanoTime);
        sweeper = new HoldSweeper(link.context(), calls, books.ledger(), partitions, nanos::get);
    }

    @AfterEach
    void stop() {
        link.close();
        books.close();
        redis.close();
    }

    /** A show with one gift, which somebody holds for a second. */
    private ShowForTest hold(int number) {
        String session = "show-" + number;
        books.bear(new SessionId(session));
        ShowForTest show = ShowForTest.live(link, session, books.ledger().uuid());
        show.change("gift", ChangeOffer.Command.put(GIFT, 1));
        show.change("gift", ChangeOffer.Command.open(0, 0));
        show.buy(show.attempt("a", "li", "gift", 1));
        return show;
    }

    private static boolean isOnSaleAgain(ShowForTest show) {
        return new Pool(1, 0, 0).equals(show.snapshot().pools().get("stock:gift"));
    }

    @Test
    void everySessionHasItsTurnHoweverManyThereAre() {
        List<ShowForTest> shows = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            shows.add(hold(i));
        }
        Awaitility.await().atMost(PATIENCE).until(() -> {
            LinkForTest.result(link.onLoop(sweeper::pass));
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(3)); // all have rested
            return sweeper.expired() == SESSIONS;
        });
        assertThat(shows).allMatch(HoldSweeperTest::isOnSaleAgain);
    }

    @Test
    void aFrozenSessionIsLeftAloneAndHoldsUpNobody() {
        ShowForTest frozen = hold(1);
        ShowForTest other = hold(2);
        link.call(io.vertx.redis.client.Request.cmd(io.vertx.redis.client.Command.HSET)
                .arg(frozen.partition().keys().meta())
                .arg("frozen")
                .arg("rolled_back"));
        Awaitility.await().atMost(PATIENCE).until(() -> {
            LinkForTest.result(link.onLoop(sweeper::pass));
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(3));
            return isOnSaleAgain(other);
        });
        assertThat(sweeper.expired()).isEqualTo(1);
    }
}
