package io.ganchang.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PulseTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AtomicLong skippedNanos = new AtomicLong();
    private final Telemetry telemetry =
            new Telemetry(InstantSource.system(), () -> System.nanoTime() + skippedNanos.get());
    private final Pulse pulse =
            new Pulse(() -> System.nanoTime() + skippedNanos.get(), telemetry.histogram(Metric.LOOP_DELAY_SECONDS));
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        telemetry.close();
    }

    @Test
    void aLoopThatHangsIsFoundAndItsLatenessIsToldOnceItTurnsAgain() {
        vertx.runOnContext(run -> pulse.watch(vertx));
        Awaitility.await().atMost(PATIENCE).until(() -> beats() > 0);
        assertThat(pulse.silentLoops()).isEmpty();

        CountDownLatch hang = new CountDownLatch(1);
        vertx.runOnContext(run -> awaitQuietly(hang));
        skippedNanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
        assertThat(pulse.silentLoops()).singleElement().asString().startsWith("event loop 1 has not turned for ");

        hang.countDown();
        Awaitility.await().atMost(PATIENCE).until(() -> pulse.silentLoops().isEmpty());
        assertThat(telemetry.scrape()).containsPattern("ganchang_loop_delay_seconds_max (59|6\\d)\\.");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long beats() {
        return telemetry
                .scrape()
                .lines()
                .filter(line -> line.startsWith("ganchang_loop_delay_seconds_count "))
                .mapToLong(line -> (long) Double.parseDouble(line.split(" ", -1)[1]))
                .sum();
    }
}
