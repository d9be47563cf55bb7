package io.ganchang.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganchang.load.traffic.Clocks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Follows fulfilment files as a packhouse would, and measures how old each event is when it can be read. */
final class FulfilmentTail {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int BYTES_AT_A_TIME = 1 << 16;
    private static final long AGE_MS_MAX = TimeUnit.HOURS.toMillis(1);
    private static final int DIGITS = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<One> files;
    private final Clocks clocks;
    private final Histogram ageMs = new ConcurrentHistogram(AGE_MS_MAX, DIGITS);
    private volatile boolean running;

    FulfilmentTail(List<Path> files, Clocks clocks) {
        this.files = files.stream().map(One::new).toList();
        this.clocks = clocks;
    }

    void begin() {
        running = true;
        Thread thread = new Thread(this::run, "fulfilment-tail");
        thread.setDaemon(true);
        thread.start();
    }

    void end() {
        running = false;
    }

    /** Milliseconds from an event's time to when its line was seen. */
    Histogram ageMs() {
        return ageMs;
    }

    /** Bytes read so far. */
    long position() {
        return files.stream().mapToLong(file -> file.position).sum();
    }

    private void run() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES_AT_A_TIME);
        while (running) {
            files.forEach(file -> file.look(bytes));
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** One file, and how far it is read. */
    private final class One {
        private final Path file;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private volatile long position;

        One(Path file) {
            this.file = file;
        }

        void look(ByteBuffer bytes) {
            try {
                readOn(bytes);
            } catch (IOException e) {
                // What cannot be read now is read at the next look; the oracle reads the whole file in the end.
                bytes.clear();
            }
        }

        private void readOn(ByteBuffer bytes) throws IOException {
            long from = position;
            if (!Files.exists(file) || Files.size(file) == from) {
                return;
            }
            try (FileChannel channel = FileChannel.open(file)) {
                if (channel.size() < from) { // a torn tail was cut off
                    line.reset();
                    from = channel.size();
                }
                while (channel.read(bytes.clear(), from) > 0) {
                    from += bytes.position();
                    bytes.flip();
                    while (bytes.hasRemaining()) {
                        take(bytes.get());
                    }
                }
            }
            position = from;
        }

        private void take(byte next) {
            if (next != '\n') {
                line.write(next);
                return;
            }
            try {
                String time = JSON.readTree(line.toString(StandardCharsets.UTF_8))
                        .path("time")
                        .asText();
                long ms = clocks.wallMs() - Instant.parse(time).toEpochMilli();
                ageMs.recordValue(Math.max(0, Math.min(ms, AGE_MS_MAX)));
            } catch (JsonProcessingException | DateTimeParseException e) {
                // A line that is no event is the oracle's to report, from the whole file.
            } finally {
                line.reset();
            }
        }
    }
}
