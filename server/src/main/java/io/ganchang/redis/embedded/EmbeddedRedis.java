package io.ganchang.redis.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Redis that Ganchang brings along: a real redis-server in a process of its own, on a unix socket and no port, with
 * its files in the data folder. When it dies it is started again; what a killed server left running is taken over.
 *
 * <p>One process at a time may have this on a data folder; who starts it sees to that.
 */
public final class EmbeddedRedis implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRedis.class);
    private static final long PAUSE_MS_MAX = 5_000;
    private static final int PAUSE_DOUBLINGS_MAX = 9;
    private static final long PAUSE_MS_FIRST = 10;

    /** One that lived longer did not die of how it is started. */
    private static final long LONG_LIFE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long SUPERVISOR_END_MS = 2_000;

    private final RedisBinary binary;
    private final RedisFolder folder;
    private final RedisLeftOver leftOver;
    private final RedisLauncher launcher;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread supervisor = new Thread(this::supervise, "redis-supervisor");
    private volatile RunningRedis running;
    private volatile boolean refused;

    /** @param beforeLaunch what to do first where none runs yet */
    private EmbeddedRedis(RedisFolder folder, long memoryBytesMax, RedisBinary binary, Runnable beforeLaunch) {
        RedisSettings settings = new RedisSettings(folder, memoryBytesMax);
        RedisReadiness readiness = new RedisReadiness(folder, closing);
        this.binary = binary;
        this.folder = folder;
        this.leftOver = new RedisLeftOver(binary, settings, readiness);
        this.launcher = new RedisLauncher(binary, settings, readiness);
        this.running = obtain(beforeLaunch);
    }

    /**
     * Starts it, or takes over what runs already, and waits until it is ready.
     *
     * @param dataFolder it uses the folder {@code redis} in it
     * @param memoryBytesMax beyond it Redis refuses writes
     * @throws RedisStartException where it does not get ready
     */
    public static EmbeddedRedis start(Path dataFolder, long memoryBytesMax, RedisBinary binary) {
        RedisFolder folder = folderOf(dataFolder);
        return supervised(new EmbeddedRedis(folder, memoryBytesMax, binary, () -> {}));
    }

    /**
     * As {@link #start}, but first cuts off what Redis cannot load of its append-only file. What it was is kept beside
     * it. One that runs already has loaded its file and is taken over as it is.
     *
     * @param clock names what is kept
     * @throws AofRefusedException where cutting does not help
     */
    public static EmbeddedRedis startRepaired(
            Path dataFolder, long memoryBytesMax, RedisBinary binary, InstantSource clock) {
        RedisFolder folder = folderOf(dataFolder);
        AofRepair repair = new AofRepair(binary, folder);
        return supervised(new EmbeddedRedis(folder, memoryBytesMax, binary, () -> repair.run(clock.instant())));
    }

    /** Where the one that another process runs on {@code dataFolder} listens. */
    public static Path socketOf(Path dataFolder) {
        return folderOf(dataFolder).socket();
    }

    private static EmbeddedRedis supervised(EmbeddedRedis redis) {
        redis.supervisor.setDaemon(true);
        redis.supervisor.start();
        return redis;
    }

    private static RedisFolder folderOf(Path dataFolder) {
        try {
            return RedisFolder.prepare(dataFolder, Path.of(System.getProperty("java.io.tmpdir")));
        } catch (IOException e) {
            throw new RedisStartException("cannot use " + dataFolder + " for Redis", e);
        }
    }

    /** Where it listens; stays the same over its restarts. */
    public Path socket() {
        return folder.socket();
    }

    public String version() {
        return binary.version();
    }

    /** Of the process that runs now. */
    public long pid() {
        return running.pid();
    }

    /** Ends it once what it has is on disk. */
    @Override
    public void close() {
        closing.countDown();
        end();
        try {
            supervisor.join(SUPERVISOR_END_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void end() {
        try {
            RedisLeftOver.end(folder);
        } catch (IOException e) {
            new RedisProcess(folder, running.pid()).kill();
        }
        running.watch().close();
    }

    private RunningRedis obtain(Runnable beforeLaunch) {
        long begun = System.nanoTime();
        Optional<RunningRedis> found = leftOver.takeOver();
        RunningRedis redis = found.orElseGet(() -> {
            beforeLaunch.run();
            return launcher.launch();
        });
        LOG.info(
                "Redis {} ({}) {} as process {} in {} ms, on {}",
                binary.version(),
                redis.executable(),
                found.isPresent() ? "taken over" : "started",
                redis.pid(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun),
                folder.socket());
        return redis;
    }

    private void supervise() {
        int pauses = 0;
        while (!isClosing() && !refused) {
            long begun = System.nanoTime();
            running.watch().awaitEnd();
            if (!isClosing()) {
                LOG.warn("Redis, process {}, has died; it is started again", running.pid());
            }
            pauses = System.nanoTime() - begun > LONG_LIFE_NANOS ? 0 : pauses;
            while (!isClosingWithin(pauseMs(pauses++)) && !obtainAgain()) {
                LOG.info("the next attempt follows in {} ms", pauseMs(pauses));
            }
        }
    }

    /** Whether nothing more is to be done: it runs again, or shall not. */
    private synchronized boolean obtainAgain() {
        if (isClosing()) {
            return true;
        }
        running.watch().close();
        try {
            running = obtain(() -> {});
            return true;
        } catch (AofRefusedException e) {
            LOG.error("Redis stays down until the server is started anew: {}", e.getMessage());
            refused = true;
            return true;
        } catch (RuntimeException e) {
            LOG.error("Redis cannot be started again", e);
            return false;
        }
    }

    /** At once for the first time, then ever later. */
    private static long pauseMs(int pauses) {
        return pauses == 0 ? 0 : Math.min(PAUSE_MS_MAX, PAUSE_MS_FIRST << Math.min(pauses, PAUSE_DOUBLINGS_MAX));
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private boolean isClosingWithin(long pauseMs) {
        try {
            return closing.await(pauseMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
