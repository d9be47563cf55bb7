package io.ganchang.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganchang.load.traffic.Clocks;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FulfilmentTailTest {
    private static final Instant NOW = Instant.parse("2026-09-19T12:00:00Z");

    @TempDir
    Path folder = Path.of("");

    @Test
    void itMeasuresEachLineOnceAlsoWhenATornTailIsCutOff() throws Exception {
        Path file = folder.resolve("show.jsonl");
        FulfilmentTail tail = new FulfilmentTail(List.of(file), new Clocks(InstantSource.fixed(NOW), System::nanoTime));
        tail.begin();
        String line = "{\"time\":\"2026-09-19T11:59:59.950Z\"}\n";
        Files.writeString(file, line + "{\"time\":\"20");
        await().until(() -> tail.ageMs().getTotalCount() == 1 && tail.position() == Files.size(file));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(line.length());
        }
        await().until(() -> tail.position() == line.length());
        Files.writeString(file, line, StandardOpenOption.APPEND);
        await().until(() -> tail.ageMs().getTotalCount() == 2);
        tail.end();
        assertThat(tail.ageMs().getMaxValue()).isEqualTo(50);
    }
}
