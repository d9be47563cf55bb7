package io.ganchang.dispatch.sink.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganchang.dispatch.DeliveredEventsLost;
import io.ganchang.dispatch.OutboundEvent;
import io.ganchang.domain.EventId;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.EventsForTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {
    private static final SessionId SESSION = new SessionId("s1");

    @TempDir
    Path data;

    private Path folder;
    private Path file;

    @BeforeEach
    void names() {
        folder = data.resolve("fulfilment");
        file = FulfilmentFile.path(folder, SESSION);
    }

    /** Event {@code seq}; odd numbers alone go out, as if the others stayed inside. */
    private static OutboundEvent event(long seq) {
        EventId id = new EventId(SESSION, 1, seq);
        OrderId order = new OrderId(SESSION, EventsForTest.suffix(seq));
        String json = "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"type\":\"t\",\"subject\":\"" + order
                + "\",\"data\":{\"id\":\"nested\",\"name\":\"李四\"}}";
        return new OutboundEvent(id, "t", order, json);
    }

    private void deliver(long deliveredSeq, OutboundEvent... events) throws IOException {
        try (FileSink sink = FileSink.into(folder)) {
            sink.deliver(SESSION, deliveredSeq, List.of(events));
        }
    }

    private List<Long> seqs() throws IOException {
        List<Long> seqs = new ArrayList<>();
        assertThat(FulfilmentFile.read(file, line -> seqs.add(line.id().seq()))).isZero();
        return seqs;
    }

    @Test
    void eventsAreLinesInAPrivateFile() throws IOException {
        deliver(0, event(1), event(3));
        deliver(3, event(5));
        assertThat(Files.readString(file))
                .isEqualTo(event(1).json() + '\n' + event(3).json() + '\n' + event(5).json() + '\n');
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    @Test
    void whatIsThereAlreadyIsNotWrittenAgain() throws IOException {
        deliver(0, event(1));
        deliver(1, event(3), event(5));
        deliver(1, event(3), event(5), event(7)); // the cursor had not moved
        assertThat(seqs()).containsExactly(1L, 3L, 5L, 7L);
    }

    @Test
    void aRepeatedCallToTheSameSinkWritesNothingTwice() throws IOException {
        try (FileSink sink = FileSink.into(folder)) {
            sink.deliver(SESSION, 0, List.of(event(1), event(3)));
            sink.deliver(SESSION, 0, List.of(event(1), event(3), event(5)));
            sink.deliver(SESSION, 5, List.of(event(7)));
            sink.deliver(SESSION, 5, List.of(event(7)));
        }
        assertThat(seqs()).containsExactly(1L, 3L, 5L, 7L);
    }

    @Test
    void aSmallerBatchAfterACrashLeavesTheRestForTheNext() throws IOException {
        deliver(0, event(1), event(3), event(5));
        try (FileSink sink = FileSink.into(folder)) {
            sink.deliver(SESSION, 0, List.of(event(1)));
            sink.deliver(SESSION, 1, List.of(event(3)));
            sink.deliver(SESSION, 3, List.of(event(5), event(7)));
        }
        assertThat(seqs()).containsExactly(1L, 3L, 5L, 7L);
    }

    @Test
    void aTornTailIsRepairedWhereverItTears() throws IOException {
        deliver(0, event(1), event(3));
        long start = Files.size(file);
        deliver(3, event(5));
        byte[] whole = Files.readAllBytes(file);
        for (int length = (int) start; length <= whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            deliver(3, event(5));
            assertThat(Files.readAllBytes(file))
                    .as("torn after %d bytes", length)
                    .isEqualTo(whole);
        }
    }

    @Test
    void aTailThatTurnedIntoZerosIsRepairedWhereverTheyBegin() throws IOException {
        deliver(0, event(1), event(3));
        int start = (int) Files.size(file);
        deliver(3, event(5), event(7));
        byte[] whole = Files.readAllBytes(file);
        for (int from = start; from < whole.length; from++) {
            byte[] zeros = whole.clone();
            Arrays.fill(zeros, from, Math.min(from + 40, whole.length), (byte) 0); // whole lines may follow
            Files.write(file, zeros);
            deliver(3, event(5), event(7), event(9));
            assertThat(seqs()).as("zeros from byte %d", from).containsExactly(1L, 3L, 5L, 7L, 9L);
        }
    }

    @Test
    void aTornFirstLineIsRepaired() throws IOException {
        deliver(0, event(1));
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length <= whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            deliver(0, event(1), event(3));
            assertThat(seqs()).as("torn after %d bytes", length).containsExactly(1L, 3L);
        }
    }

    @Test
    void lostEventsAreNotPassedOver() throws IOException {
        deliver(0, event(1), event(3), event(5));
        byte[] whole = Files.readAllBytes(file);
        byte[] torn = Arrays.copyOf(whole, whole.length - 5);
        Files.write(file, torn);
        assertThatThrownBy(() -> deliver(5, event(7)))
                .isInstanceOf(DeliveredEventsLost.class)
                .hasMessageContaining("s1.jsonl")
                .hasMessageContaining("event 5");
        assertThat(Files.readAllBytes(file)).as("left for a person to look at").isEqualTo(torn);
    }

    @Test
    void aFileThatWasMovedAwayWhileInUseIsNotWrittenOn() throws IOException {
        try (FileSink sink = FileSink.into(folder)) {
            sink.deliver(SESSION, 0, List.of(event(1)));
            Files.move(file, folder.resolve("moved.jsonl"));
            assertThatThrownBy(() -> sink.deliver(SESSION, 1, List.of(event(2))))
                    .isInstanceOf(DeliveredEventsLost.class)
                    .hasMessageContaining("moved away");
        }
    }

    @Test
    void aMissingFileIsNotBegunAnew() throws IOException {
        deliver(0, event(1));
        Files.delete(file);
        assertThatThrownBy(() -> deliver(1, event(3))).isInstanceOf(DeliveredEventsLost.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void theFileOfAnotherLedgerIsNotTakenForOurs() throws IOException {
        deliver(0, event(1), event(3));
        OutboundEvent other = new OutboundEvent(
                new EventId(SESSION, 1, 1), "t", new OrderId(SESSION, EventsForTest.suffix(99)), event(1).json());
        assertThatThrownBy(() -> deliver(0, other)).isInstanceOf(DeliveredEventsLost.class);
        assertThatThrownBy(() -> deliver(0, event(2))).isInstanceOf(DeliveredEventsLost.class);
    }

    @Test
    void aLongFileIsRepairedFromItsEnd() throws IOException {
        OutboundEvent[] many = new OutboundEvent[3_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = event(i + 1);
        }
        deliver(0, many);
        Files.write(file, "{\"torn".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
        deliver(2, Arrays.copyOfRange(many, 2, many.length)); // the delivered event is far from the end
        assertThat(seqs()).hasSize(many.length).isSorted();
    }

    @Test
    void manySessionsShareAFewOpenFiles() throws IOException {
        try (FileSink sink = FileSink.into(folder)) {
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < FileSink.OPEN_FILES_MAX + 20; i++) {
                    SessionId session = new SessionId("s" + i);
                    long seq = round + 1L;
                    OutboundEvent event = new OutboundEvent(
                            new EventId(session, 1, seq),
                            "t",
                            new OrderId(session, EventsForTest.suffix(seq)),
                            "{\"id\":\"" + new EventId(session, 1, seq) + "\",\"type\":\"t\",\"subject\":\""
                                    + new OrderId(session, EventsForTest.suffix(seq)) + "\"}");
                    sink.deliver(session, round, List.of(event));
                }
            }
        }
        try (var files = Files.list(folder)) {
            assertThat(files)
                    .hasSize(FileSink.OPEN_FILES_MAX + 20)
                    .allSatisfy(path -> assertThat(path).content().hasLineCount(2));
        }
    }

    @Test
    void theReaderTellsAnUnfinishedLineFromABrokenOne() throws IOException {
        deliver(0, event(1));
        Files.writeString(file, "{\"id", StandardOpenOption.APPEND);
        List<FulfilmentLine> lines = new ArrayList<>();
        assertThat(FulfilmentFile.read(file, lines::add)).isEqualTo(4);
        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line.order()).isEqualTo(event(1).order());
            assertThat(line.line()).isEqualTo(event(1).json());
        });
        Files.writeString(file, "\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> FulfilmentFile.read(file, lines::add)).hasMessageContaining("line 2");
    }
}
