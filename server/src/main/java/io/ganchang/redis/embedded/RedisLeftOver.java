package io.ganchang.redis.embedded;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The redis-server that an earlier server, killed before it could end it, may have left running in the folder. Two of
 * them would ruin the file that both append to, so it is either taken over or surely ended.
 */
record RedisLeftOver(RedisBinary binary, RedisSettings settings, RedisReadiness readiness) {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLeftOver.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration END_PATIENCE = Duration.ofSeconds(5);

    /**
     * The one that runs as it should, ready; or empty, and then none runs.
     *
     * @throws RedisStartException where one runs that can be neither used nor ended
     */
    Optional<RunningRedis> takeOver() {
        try (RedisProbe probe = RedisProbe.open(folder().socket(), PATIENCE)) {
            return takeOver(probe);
        } catch (IOException e) {
            killByPidFile(); // nobody listens any more, but somebody may still write
            return Optional.empty();
        }
    }

    /** @throws IOException where it ended by itself */
    private Optional<RunningRedis> takeOver(RedisProbe probe) throws IOException {
        try {
            if (suits(probe)) {
                return Optional.of(readiness.await(() -> true));
            }
            LOG.info("a redis-server of an earlier run has another version or other settings; it is ended");
            end(folder());
        } catch (SocketTimeoutException | RedisProbe.ErrorReply e) {
            LOG.warn("a redis-server of an earlier run hangs; it is killed ({})", e.toString());
            if (!killByPidFile()) {
                throw new RedisStartException("somebody listens on " + folder().socket()
                        + " and does not answer, and no pid file tells who: end that process");
            }
        }
        return Optional.empty();
    }

    /**
     * Ends the redis-server that listens in {@code folder}, its data written.
     *
     * @throws IOException where it did not end in time
     */
    static void end(RedisFolder folder) throws IOException {
        try (RedisProbe probe = RedisProbe.open(folder.socket(), END_PATIENCE)) {
            probe.endBy("SHUTDOWN NOSAVE"); // no snapshot; the append-only file is written and fsynced nevertheless
        }
    }

    private boolean suits(RedisProbe probe) throws IOException {
        String itsFolder = probe.settings(List.of("dir")).getOrDefault("dir", "");
        if (!itsFolder.equals(folder().folder().toString())) {
            throw new RedisStartException(
                    "the redis-server on " + folder().socket() + " keeps its data in " + itsFolder + ": end it");
        }
        Map<String, String> wanted = settings.values();
        return probe.info("redis_version").equals(binary.version())
                && probe.settings(wanted.keySet()).equals(wanted);
    }

    private boolean killByPidFile() {
        return folder().pid().stream()
                .mapToObj(pid -> new RedisProcess(folder(), pid))
                .filter(RedisProcess::isAlive)
                .peek(RedisProcess::kill)
                .findFirst()
                .isPresent();
    }

    private RedisFolder folder() {
        return settings.folder();
    }
}
