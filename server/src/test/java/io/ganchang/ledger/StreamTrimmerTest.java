package io.ganchang.ledger;

import static io.ganchang.ledger.LedgerForTest.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganchang.config.LedgerConfig;
import io.ganchang.domain.SessionId;
import io.ganchang.redis.AlarmsForTest;
import io.ganchang.redis.EventTail;
import io.ganchang.redis.Keys;
import io.ganchang.redis.LinkForTest;
import io.ganchang.redis.OffLoopRedis;
import io.ganchang.redis.Partition;
import io.ganchang.redis.ShowForTest;
import io.ganchang.redis.StreamEntry;
import io.ganchang.redis.embedded.RedisForTest;
import io.lettuce.core.XTrimArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams are trimmed behind the ledger, and never ahead of it. */
class StreamTrimmerTest {
    private static final SessionId SESSION = new SessionId("melons");
    private static final Keys KEYS = Keys.of(SESSION);
    private static final int ORDERS = 1_000;
    private static final int ENTRIES_PER_BLOCK = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private RedisForTest redis;
    private OffLoopRedis offLoop;
    private RedisCommands<String, String> commands;
    private EventTail tail;
    private LinkForTest link;
    private LedgerForTest books;
    private ShowForTest show;
    private LedgerWriter writer;
    private int orders;

    @BeforeEach
    void start() {
        redis = RedisForTest.durable("--maxmemory", "256mb", "--maxmemory-policy", "noeviction");
        offLoop = OffLoopRedis.toSocket(redis.socket());
        commands = offLoop.connect().sync();
        tail = offLoop.openTail();
        link = LinkForTest.to(redis.socket(), LinkForTest.config(5_000), 2_000);
        link.open();
        books = new LedgerForTest(folder);
        books.bear(SESSION);
        show = ShowForTest.live(link, SESSION.value()).sell("melon", 10 * ORDERS, 0);
        startWriter();
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
                books.database(), tail, config(0), new AlarmsForTest(), System::nanoTime, new Random(1));
        writer.start();
    }

    private static LedgerConfig config(int marginEvents) {
        return new LedgerConfig(1_000_000, 100, 20, marginEvents);
    }

    private StreamTrimmer trimmer(int marginEvents) {
        SplittableRandom random = new SplittableRandom(3);
        Partition partition = new Partition(SESSION, 1, "key-1", new AlarmsForTest(), System::nanoTime);
        return new StreamTrimmer(
                link.context(),
                link.link(),
                books.ledger(),
                session -> Future.succeededFuture(Optional.of(partition)),
                known -> known.head(500, 3_000, random),
                config(marginEvents));
    }

    private void pass(StreamTrimmer trimmer) {
        LinkForTest.result(link.onLoop(trimmer::pass));
    }

    /** Sells one order a call, so that each is an entry of its own. */
    private void sell(int count) {
        for (int i = 0; i < count; i++) {
            String name = "o" + ++orders;
            show.buy(show.attempt(name, name, "melon", 1));
        }
    }

    private long seq() {
        return Long.parseLong(commands.hget(KEYS.meta(), "seq"));
    }

    private void awaitLedger() {
        assertThat(await(writer.progress().awaitSeq(SESSION, seq(), PATIENCE))).isTrue();
    }

    private List<StreamEntry> entries() {
        return tail.read(SESSION, 0, 100_000);
    }

    @Test
    void whatTheLedgerHasIsTrimmedUpToTheMargin() {
        sell(ORDERS);
        awaitLedger();
        pass(trimmer(300));
        assertThat(entries().get(0).first()).isBetween(seq() - 300 - ENTRIES_PER_BLOCK, seq() - 300);
        assertThat(entries()).last().extracting(StreamEntry::last).isEqualTo(seq());
    }

    @Test
    void aPassThatHasNothingWorthACallMakesNone() {
        sell(ORDERS);
        awaitLedger();
        StreamTrimmer trimmer = trimmer(100);
        pass(trimmer);
        String before = calls();
        sell(3);
        awaitLedger();
        pass(trimmer);
        assertThat(calls()).isEqualTo(before);
        pass(trimmer(seq() > Integer.MAX_VALUE ? 0 : (int) seq()));
        assertThat(calls()).isEqualTo(before);
    }

    private String calls() {
        return commands.info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_xtrim:"))
                .map(line -> line.replaceAll(",usec.*", ""))
                .findFirst()
                .orElse("none");
    }

    @Test
    void whileTheLedgerStandsNothingIsTrimmedAheadOfIt() {
        sell(ORDERS);
        awaitLedger();
        writer.close();
        long cursor = seq();
        sell(ORDERS);
        pass(trimmer(0));
        pass(trimmer(0));
        assertThat(entries().get(0).first()).isGreaterThan(1).isLessThanOrEqualTo(cursor);
        assertThat(entries()).filteredOn(entry -> entry.first() > cursor).hasSize(ORDERS);
        assertThat(entries()).anySatisfy(entry -> assertThat(entry.last()).isEqualTo(cursor));
        startWriter();
        awaitLedger();
        assertThat(writer.progress().halted()).isEmpty();
        assertThat(books.ledger().events(SESSION, 0, 5_000)).hasSize((int) seq());
    }

    /** The control: trimmed by length instead, events are lost, and the ledger says so. */
    @Test
    void aStreamTrimmedByLengthLosesEventsAndTheLedgerHalts() {
        sell(10);
        awaitLedger();
        writer.close();
        long cursor = seq();
        sell(50);
        commands.xtrim(KEYS.events(), XTrimArgs.Builder.maxlen(20));
        startWriter();
        await().atMost(PATIENCE).until(() -> writer.progress().halted().containsKey(SESSION));
        assertThat(writer.progress().halted().get(SESSION)).contains("up to " + cursor);
        assertThat(books.ledger().events(SESSION, 0, 100)).hasSize((int) cursor);
    }

    @Test
    void severalServersMayTrimAtOnceWhileOrdersComeIn() {
        List<StreamTrimmer> trimmers = List.of(trimmer(50), trimmer(100), trimmer(0));
        for (int round = 0; round < 20; round++) {
            sell(ORDERS / 20);
            trimmers.parallelStream().forEach(this::pass);
        }
        awaitLedger();
        trimmers.forEach(this::pass);
        assertThat(writer.progress().halted()).isEmpty();
        assertThat(books.ledger().events(SESSION, 0, 5_000)).hasSize((int) seq());
        assertThat(entries().get(0).first()).isGreaterThan(seq() - 2 * ENTRIES_PER_BLOCK);
    }

    @Test
    void aFrozenPartitionIsLeftAsItIs() {
        sell(ORDERS);
        awaitLedger();
        commands.hset(KEYS.meta(), "frozen", "x");
        pass(trimmer(0));
        assertThat(entries().get(0).first()).isEqualTo(1);
    }

    @Test
    void aWriterThatStartsAnewKnowsTheTrimmedStreamAgain() {
        sell(ORDERS);
        awaitLedger();
        writer.close();
        pass(trimmer(0));
        sell(5);
        startWriter();
        awaitLedger();
        assertThat(writer.progress().halted()).isEmpty();
    }
}
