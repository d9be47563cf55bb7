package io.ganchang.ledger;

import static io.ganchang.ledger.LedgerForTest.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganchang.config.LedgerConfig;
import io.ganchang.domain.Event;
import io.ganchang.domain.SessionId;
import io.ganchang.redis.AlarmsForTest;
import io.ganchang.redis.EventTail;
import io.ganchang.redis.Keys;
import io.ganchang.redis.OffLoopRedis;
import io.ganchang.redis.embedded.RedisForTest;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerWriterTest {
    private static final SessionId FIRST = new SessionId("s1");
    private static final SessionId SECOND = new SessionId("s2");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private RedisForTest redis;
    private OffLoopRedis offLoop;
    private RedisCommands<String, String> commands;
    private final AlarmsForTest alarms = new AlarmsForTest();
    private LedgerForTest books;
    private LedgerWriter writer;
    private EventTail tail;

    @BeforeEach
    void start() {
        redis = RedisForTest.durable();
        offLoop = OffLoopRedis.toSocket(redis.socket());
        commands = offLoop.connect().sync();
        books = new LedgerForTest(folder);
        startWriter();
    }

    private void startWriter() {
        tail = offLoop.openTail();
        writer = writer(tail);
        writer.start();
    }

    private LedgerWriter writer(EventTail from) {
        return new LedgerWriter(
                books.database(), from, new LedgerConfig(1_000_000, 100, 20), alarms, System::nanoTime, new Random(1));
    }

    private void stopWriter() {
        writer.close();
        tail.close();
    }

    @AfterEach
    void stop() {
        stopWriter();
        books.close();
        offLoop.close();
        redis.close();
    }

    private void bear(SessionId session) {
        books.bear(session);
        writer.sessionBorn(session);
    }

    private boolean reached(SessionId session, long seq) {
        return await(writer.progress().awaitSeq(session, seq, PATIENCE));
    }

    @Test
    void eventsOfSeveralSessionsArriveOnceAndInOrder() {
        AtomicInteger commits = new AtomicInteger();
        writer.onCommit(commits::incrementAndGet);
        bear(FIRST);
        bear(SECOND);
        EventsForTest first = new EventsForTest(FIRST);
        EventsForTest second = new EventsForTest(SECOND);
        List<Event> expected = new ArrayList<>();
        for (int i = 1; i <= 30; i++) {
            Event one = first.confirmed(i, "v" + i);
            Event two = first.cancelled(i, "v" + i);
            expected.add(one);
            expected.add(two);
            EventsForTest.add(commands, one, two);
            EventsForTest.add(commands, second.confirmed(i, "w" + i));
        }
        assertThat(reached(FIRST, 60)).isTrue();
        assertThat(reached(SECOND, 30)).isTrue();
        assertThat(books.ledger().events(FIRST, 0, 100))
                .extracting(Event::id)
                .containsExactlyElementsOf(expected.stream().map(Event::id).toList());
        assertThat(books.ledger().events(SECOND, 0, 100)).hasSize(30);
        assertThat(books.ledger().cursor(FIRST)).contains(new LedgerCursor(FIRST, 1, 60, "0123456789abcdef"));
        assertThat(commits).hasPositiveValue();
    }

    @Test
    void aGapHaltsThatSessionAlone() {
        bear(FIRST);
        bear(SECOND);
        EventsForTest first = new EventsForTest(FIRST);
        EventsForTest second = new EventsForTest(SECOND);
        EventsForTest.add(commands, first.confirmed(1, "v1"));
        assertThat(reached(FIRST, 1)).isTrue();
        first.skip();
        EventsForTest.add(commands, first.confirmed(3, "v3"));
        await().atMost(PATIENCE).until(() -> writer.progress().halted().containsKey(FIRST));
        EventsForTest.add(commands, second.confirmed(1, "w1"));
        assertThat(reached(SECOND, 1)).isTrue();
        assertThat(writer.progress().halted().get(FIRST)).contains("up to 1").contains("goes on with 3");
        assertThat(writer.progress().committedSeq(FIRST)).isEqualTo(1);
        assertThat(books.ledger().events(FIRST, 0, 10)).hasSize(1);
    }

    @Test
    void aBrokenEntryHaltsThatSessionAfterAllBeforeIt() {
        bear(FIRST);
        bear(SECOND);
        EventsForTest first = new EventsForTest(FIRST);
        EventsForTest.add(commands, first.confirmed(1, "v1"), first.confirmed(2, "v2"));
        commands.xadd(Keys.of(FIRST).events(), new XAddArgs().id("3-0"), "rubbish", "1");
        await().atMost(PATIENCE).until(() -> writer.progress().halted().containsKey(FIRST));
        EventsForTest.add(commands, new EventsForTest(SECOND).confirmed(1, "w1"));
        assertThat(reached(SECOND, 1)).isTrue();
        assertThat(writer.progress().committedSeq(FIRST)).isEqualTo(2);
    }

    @Test
    void aCursorThatSomebodyMovedOverOtherEventsHaltsThatSessionAlone() {
        bear(FIRST);
        bear(SECOND);
        EventsForTest first = new EventsForTest(FIRST);
        EventsForTest.add(commands, first.confirmed(1, "v1"));
        assertThat(reached(FIRST, 1)).isTrue();
        books.write(EventsForTest.entry(first.confirmed(99, "intruder")));
        EventsForTest.addOther(commands, new EventsForTest(FIRST, 1, 1).confirmed(2, "v2"));
        EventsForTest.add(commands, new EventsForTest(SECOND).confirmed(1, "w1"));
        assertThat(reached(SECOND, 1)).isTrue();
        await().atMost(PATIENCE).until(() -> writer.progress().halted().containsKey(FIRST));
        assertThat(await(books.ledger().ordersOf("v2", Optional.empty(), 10))).isEmpty();
    }

    @Test
    void twoWritersOnOneLedgerWriteEachEventOnce() {
        bear(FIRST);
        bear(SECOND);
        try (EventTail otherTail = offLoop.openTail();
                LedgerWriter other = writer(otherTail)) {
            other.start();
            EventsForTest first = new EventsForTest(FIRST);
            EventsForTest second = new EventsForTest(SECOND);
            for (int i = 1; i <= 500; i++) {
                EventsForTest.add(commands, first.confirmed(i, "v" + i));
                EventsForTest.add(commands, second.confirmed(i, "w" + i));
            }
            for (SessionId session : List.of(FIRST, SECOND)) {
                await().atMost(PATIENCE)
                        .until(() ->
                                books.ledger().cursor(session).orElseThrow().seq() == 500);
                assertThat(books.ledger().events(session, 0, 1_000)).hasSize(500);
            }
            assertThat(writer.progress().halted()).isEmpty();
            assertThat(other.progress().halted()).isEmpty();
            assertThat(reached(FIRST, 500))
                    .as("whoever did not write it learns of it")
                    .isTrue();
        }
    }

    @Test
    void aRestartGoesOnWhereItStopped() {
        bear(FIRST);
        EventsForTest first = new EventsForTest(FIRST);
        EventsForTest.add(commands, first.confirmed(1, "v1"));
        assertThat(reached(FIRST, 1)).isTrue();
        stopWriter();
        EventsForTest.add(commands, first.confirmed(2, "v2"));
        startWriter();
        assertThat(writer.progress().committedSeq(FIRST)).isPositive();
        assertThat(reached(FIRST, 2)).isTrue();
        assertThat(books.ledger().events(FIRST, 0, 10)).hasSize(2);
    }

    @Test
    void aRedisThatFellBehindTheLedgerHaltsTheSession() {
        bear(FIRST);
        EventsForTest first = new EventsForTest(FIRST);
        EventsForTest.add(commands, first.confirmed(1, "v1"));
        EventsForTest.add(commands, first.confirmed(2, "v2"));
        assertThat(reached(FIRST, 2)).isTrue();
        stopWriter();
        commands.xdel(Keys.of(FIRST).events(), "2-0");
        startWriter();
        assertThat(writer.progress().halted().get(FIRST)).contains("up to 2").contains("fallen back");
        assertThat(alarms.raised()).containsExactly("rolled back " + FIRST + " in 1");
        assertThat(writer.progress().committedSeq(FIRST)).isEqualTo(2);
    }

    @Test
    void aRedisThatFellBackAndSoldOnIsNotTakenForTheOneThatWasRead() {
        bear(FIRST);
        EventsForTest first = new EventsForTest(FIRST);
        EventsForTest.add(commands, first.confirmed(1, "v1"));
        EventsForTest.add(commands, first.confirmed(2, "v2"));
        assertThat(reached(FIRST, 2)).isTrue();
        stopWriter();
        commands.del(Keys.of(FIRST).events());
        EventsForTest other = new EventsForTest(FIRST);
        EventsForTest.add(commands, other.confirmed(1, "v1"));
        EventsForTest.addOther(commands, other.confirmed(8, "v8"));
        EventsForTest.addOther(commands, other.confirmed(9, "v9"));
        startWriter();
        await().atMost(PATIENCE)
                .until(() -> writer.progress().halted().containsKey(FIRST)
                        || writer.progress().committedSeq(FIRST) == 3);
        assertThat(writer.progress().halted()).containsKey(FIRST);
        assertThat(books.ledger().events(FIRST, 0, 10)).hasSize(2);
    }

    @Test
    void aStreamTrimmedUpToTheCursorGoesOn() {
        bear(FIRST);
        EventsForTest first = new EventsForTest(FIRST);
        EventsForTest.add(commands, first.confirmed(1, "v1"));
        assertThat(reached(FIRST, 1)).isTrue();
        stopWriter();
        EventsForTest.add(commands, first.confirmed(2, "v2"));
        commands.xdel(Keys.of(FIRST).events(), "1-0");
        startWriter();
        assertThat(reached(FIRST, 2)).isTrue();
    }

    @Test
    void closingWritesWhatIsInRedisAlready() {
        bear(FIRST);
        EventsForTest first = new EventsForTest(FIRST);
        for (int i = 1; i <= 1_000; i++) {
            EventsForTest.add(commands, first.confirmed(i, "v"));
        }
        writer.close();
        assertThat(books.ledger().cursor(FIRST).orElseThrow().seq()).isEqualTo(1_000);
    }

    @Test
    void aKilledRedisIsWaitedFor() {
        bear(FIRST);
        EventsForTest first = new EventsForTest(FIRST);
        EventsForTest.add(commands, first.confirmed(1, "v1"));
        assertThat(reached(FIRST, 1)).isTrue();
        redis.kill();
        redis.restart();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> commands.ping().equals("PONG"));
        EventsForTest.add(commands, first.confirmed(2, "v2"));
        assertThat(reached(FIRST, 2)).isTrue();
    }

    @Test
    void aFailingDatabaseIsWaitedForAndNothingIsDoubled() {
        bear(FIRST);
        EventsForTest first = new EventsForTest(FIRST);
        EventsForTest.add(commands, first.confirmed(1, "v1"));
        assertThat(reached(FIRST, 1)).isTrue();
        renameOrders("orders", "orders_away");
        EventsForTest.add(commands, first.confirmed(2, "v2"));
        assertThat(await(writer.progress().awaitSeq(FIRST, 2, Duration.ofMillis(300))))
                .isFalse();
        renameOrders("orders_away", "orders");
        assertThat(reached(FIRST, 2)).isTrue();
        assertThat(writer.progress().halted()).isEmpty();
        assertThat(books.ledger().events(FIRST, 0, 10)).hasSize(2);
    }

    private void renameOrders(String from, String to) {
        int unused = books.database()
                .inWriting(transaction -> transaction.handle().execute("ALTER TABLE " + from + " RENAME TO " + to));
    }

    @Test
    void theOneSessionThatSellsIsReadAmongManyIdleOnes() {
        bear(FIRST);
        for (int i = 0; i < 150; i++) {
            books.bear(new SessionId("idle-" + i));
        }
        writer.sessionBorn(FIRST);
        EventsForTest first = new EventsForTest(FIRST);
        for (int i = 1; i <= 2_000; i++) {
            EventsForTest.add(commands, first.confirmed(i, "v" + i));
        }
        assertThat(reached(FIRST, 2_000)).isTrue();
        assertThat(writer.progress().halted()).isEmpty();
    }

    @Test
    void aWaiterIsToldWhenItIsNotReached() {
        bear(FIRST);
        assertThat(await(writer.progress().awaitSeq(FIRST, 1, Duration.ofMillis(20))))
                .isFalse();
        assertThat(await(writer.progress().awaitSeq(FIRST, 0, Duration.ofMillis(20))))
                .isTrue();
    }

    @Test
    void twentyThousandEventsAreDrained() {
        bear(FIRST);
        stopWriter();
        EventsForTest first = new EventsForTest(FIRST);
        int entries = 20_000 / 32;
        for (int i = 0; i < entries; i++) {
            Event[] batch = new Event[32];
            for (int j = 0; j < batch.length; j++) {
                batch[j] = first.confirmed(i * 32L + j, "v" + j);
            }
            EventsForTest.add(commands, batch);
        }
        long startNanos = System.nanoTime();
        startWriter();
        assertThat(reached(FIRST, entries * 32L)).isTrue();
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        System.out.printf(
                "the ledger drained %d events in %.2f s, %.0f/s%n", entries * 32L, seconds, entries * 32L / seconds);
        assertThat(books.ledger().lastSeqOf(FIRST, List.of("order.confirmed"), Long.MAX_VALUE))
                .isEqualTo(entries * 32L);
    }
}
