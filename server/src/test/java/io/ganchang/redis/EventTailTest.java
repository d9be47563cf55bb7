package io.ganchang.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ganchang.domain.Event;
import io.ganchang.domain.EventId;
import io.ganchang.domain.SessionId;
import io.ganchang.redis.embedded.RedisForTest;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventTailTest {
    private static final SessionId PEARS = new SessionId("pears");
    private static final SessionId MELONS = new SessionId("melons");
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(30);

    private static RedisForTest redis;
    private static OffLoopRedis offLoop;
    private static StatefulRedisConnection<String, String> writer;

    private EventTail tail;

    @BeforeAll
    static void startRedis() {
        redis = RedisForTest.start();
        offLoop = OffLoopRedis.toSocket(redis.socket());
        writer = offLoop.connect();
    }

    @AfterAll
    static void stopRedis() {
        offLoop.close();
        redis.close();
    }

    @BeforeEach
    void openTail() {
        redis.flush();
        tail = offLoop.openTail();
    }

    @AfterEach
    void closeTail() {
        tail.close();
    }

    @Test
    void allEventsOfAnEntryComeWithTheirAttachments() {
        add(
                PEARS,
                "7-0",
                "b",
                "5 2 1700000000000 00112233445566aa",
                "e",
                "order.confirmed viewer:li stock:p=-2/0/2 abcdefghijklmnopqrstuv c fp 5 rest of it",
                "a",
                "{\"name\":\"李 四\"}",
                "e",
                "offer.opened host:wang - p o 1 0",
                "e",
                "order.cancelled viewer:li stock:p=2/0/-2 abcdefghijklmnopqrstuv x fp 7 rest");

        List<StreamEntry> entries = tail.read(PEARS, 0, 10);

        assertThat(entries).hasSize(1);
        StreamEntry entry = entries.get(0);
        assertThat(entry.events())
                .containsExactly(
                        new Event(
                                new EventId(PEARS, 2, 5),
                                1700000000000L,
                                "order.confirmed",
                                "viewer:li",
                                "stock:p=-2/0/2",
                                "abcdefghijklmnopqrstuv",
                                "c fp 5 rest of it",
                                "{\"name\":\"李 四\"}"),
                        new Event(
                                new EventId(PEARS, 2, 6),
                                1700000000000L,
                                "offer.opened",
                                "host:wang",
                                "-",
                                "p",
                                "o 1 0",
                                null),
                        new Event(
                                new EventId(PEARS, 2, 7),
                                1700000000000L,
                                "order.cancelled",
                                "viewer:li",
                                "stock:p=2/0/-2",
                                "abcdefghijklmnopqrstuv",
                                "x fp 7 rest",
                                null));
        assertThat(entry)
                .isEqualTo(new StreamEntry(
                        PEARS, 5, 7, 2, 1700000000000L, "00112233445566aa", List.copyOf(entry.events())));
    }

    @Test
    void entriesComeInOrderFromBehindTheGivenNumberUpToTheLimit() {
        addEvents(PEARS, 1, 3);
        addEvents(PEARS, 4, 4);
        addEvents(PEARS, 5, 9);

        assertThat(tail.read(PEARS, 0, 2)).extracting(StreamEntry::last).containsExactly(3L, 4L);
        assertThat(tail.read(PEARS, 3, 9)).extracting(StreamEntry::first).containsExactly(4L, 5L);
        assertThat(tail.read(PEARS, 9, 9)).isEmpty();
        assertThat(tail.read(MELONS, 0, 9)).isEmpty();
    }

    @Test
    void aNumberInsideAnEntryGivesThatEntryWhole() {
        addEvents(PEARS, 1, 5);

        assertThat(tail.read(PEARS, 3, 9)).extracting(StreamEntry::first).containsExactly(1L);
    }

    @Test
    void severalPartitionsAreReadAtOnceEachFromItsOwnNumber() {
        addEvents(PEARS, 1, 2);
        addEvents(PEARS, 3, 3);
        addEvents(MELONS, 1, 1);
        addEvents(MELONS, 2, 4);

        List<StreamEntry> entries = tail.await(Map.of(PEARS, 2L, MELONS, 0L), 1, LONG);

        assertThat(entries)
                .extracting(StreamEntry::session, StreamEntry::last)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(PEARS, 3L),
                        org.assertj.core.groups.Tuple.tuple(MELONS, 1L));
    }

    @Test
    void waitingEndsWithTheFirstEntryOfAnyPartition() throws Exception {
        CompletableFuture<List<StreamEntry>> waited =
                CompletableFuture.supplyAsync(() -> tail.await(Map.of(PEARS, 0L, MELONS, 0L), 9, LONG));
        await().until(() -> redis.run("INFO clients").get(0).contains("blocked_clients:1"));

        addEvents(MELONS, 1, 2);

        assertThat(waited.get(LONG.toSeconds(), TimeUnit.SECONDS))
                .extracting(StreamEntry::session)
                .containsExactly(MELONS);
    }

    @Test
    void waitingEndsWithNothingWhenTheTimeIsOver() {
        addEvents(PEARS, 1, 2);

        assertThat(tail.await(Map.of(PEARS, 2L), 9, SHORT)).isEmpty();
        assertThat(tail.await(Map.of(PEARS, 2L), 9, Duration.ZERO)).isEmpty();
        assertThat(tail.await(Map.of(), 9, SHORT)).isEmpty();
    }

    @Test
    void waitingLongerThanACommandMayTakeIsNoTimeOut() {
        assertThat(tail.await(Map.of(PEARS, 0L), 9, OffLoopRedis.COMMAND_TIMEOUT.plusMillis(200)))
                .isEmpty();
    }

    @Test
    void waitingForNobodysStreamMeetsItsBirth() {
        assertThat(tail.await(Map.of(PEARS, 0L), 9, SHORT)).isEmpty();
        addEvents(PEARS, 1, 1);
        assertThat(tail.await(Map.of(PEARS, 0L), 9, LONG)).hasSize(1);
    }

    @Test
    void aBrokenEntryIsNamedWithoutItsContent() {
        addEvents(PEARS, 1, 1);
        add(PEARS, "2-0", "b", "2 1 1700000000000 t", "e", "secret");

        assertThat(tail.read(PEARS, 0, 9)).extracting(StreamEntry::last).containsExactly(1L);
        assertThatExceptionOfType(BrokenEntryException.class)
                .isThrownBy(() -> tail.await(Map.of(PEARS, 1L), 9, LONG))
                .satisfies(e -> assertThat(e.session()).isEqualTo(PEARS))
                .withMessageContaining("pears")
                .withMessageContaining("2-0")
                .withMessageNotContaining("secret");
    }

    @Test
    void entriesThatAreNotWhatTheFormatsSayAreBroken() {
        for (List<String> fields : List.of(
                List.of("x", "1 1 5 t", "e", "a b - c d"),
                List.of("b", "1 1 5 t"),
                List.of("b", "1 1 5", "e", "a b - c d"),
                List.of("b", "one 1 5 t", "e", "a b - c d"),
                List.of("b", "2 1 5 t", "e", "a b - c d"),
                List.of("b", "1 0 5 t", "e", "a b - c d"),
                List.of("b", "1 1 5 t", "e", "a b - c d", "e", "a b - c d"),
                List.of("b", "1 1 5 t", "a", "{}", "e", "a b - c d"),
                List.of("b", "1 1 5 t", "e", "a b - c d", "a", "{}", "a", "{}"),
                List.of("b", "1 1 5 t", "e", "a b - c d", "z", "new"))) {
            assertThatThrownBy(() -> StreamEntry.decode(PEARS, "1-0", fields))
                    .as("%s", fields)
                    .isInstanceOf(BrokenEntryException.class);
        }
        assertThatThrownBy(() -> StreamEntry.decode(PEARS, "1-1", List.of("b", "1 1 5 t", "e", "a b - c d")))
                .isInstanceOf(BrokenEntryException.class);
    }

    @Test
    void aLostRedisFailsTheCallAndItsReturnIsNoticed() {
        try (RedisForTest durable = RedisForTest.durable();
                OffLoopRedis connections = OffLoopRedis.toSocket(durable.socket());
                EventTail itsTail = connections.openTail()) {
            CompletableFuture<Void> killed = CompletableFuture.runAsync(durable::kill);
            assertThatThrownBy(() -> itsTail.await(Map.of(PEARS, 0L), 9, LONG)).isInstanceOf(RedisException.class);
            assertThatThrownBy(() -> itsTail.read(PEARS, 0, 9)).isInstanceOf(RedisException.class);
            assertThat(killed).succeedsWithin(LONG);

            durable.restart();

            await().ignoreExceptions().until(() -> itsTail.read(PEARS, 0, 9).isEmpty());
            await().ignoreExceptions()
                    .until(() -> itsTail.await(Map.of(PEARS, 0L), 9, SHORT).isEmpty());
        }
    }

    @Test
    void aHungRedisEndsTheWaitingToo() {
        redis.pause();
        try {
            assertThatThrownBy(() -> tail.await(Map.of(PEARS, 0L), 9, SHORT)).isInstanceOf(RedisException.class);
        } finally {
            redis.resume();
        }
        assertThat(tail.await(Map.of(PEARS, 0L), 9, SHORT)).isEmpty();
    }

    @Test
    void closingTheTailEndsItsWaiting() {
        EventTail other = offLoop.openTail();
        CompletableFuture<List<StreamEntry>> waited =
                CompletableFuture.supplyAsync(() -> other.await(Map.of(PEARS, 0L), 9, LONG));
        await().until(() -> redis.run("INFO clients").get(0).contains("blocked_clients:1"));

        other.close();

        assertThat(waited)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .havingRootCause()
                .isInstanceOf(RedisException.class);
    }

    private static void addEvents(SessionId session, long first, long last) {
        String[] fields = new String[(int) (last - first + 2) * 2];
        fields[0] = "b";
        fields[1] = first + " 1 1700000000000 0123456789abcdef";
        for (int i = 2; i < fields.length; i += 2) {
            fields[i] = "e";
            fields[i + 1] = "offer.changed host:wang - p record";
        }
        add(session, last + "-0", fields);
    }

    private static void add(SessionId session, String id, String... fields) {
        CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8);
        arguments.addKey(Keys.of(session).events()).add(id).addValues(fields);
        writer.sync().dispatch(CommandType.XADD, new StatusOutput<>(StringCodec.UTF8), arguments);
    }
}
