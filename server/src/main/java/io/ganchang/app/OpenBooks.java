package io.ganchang.app;

import io.ganchang.config.Config;
import io.ganchang.redis.OffLoopRedis;
import io.ganchang.redis.RedisUnavailable;
import io.ganchang.redis.embedded.EmbeddedRedis;
import io.ganchang.redis.embedded.RedisBinary;
import io.ganchang.redis.embedded.RedisStartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Opens the books of a data folder for a command, beside the server that runs on it or, without one, with a Redis of its own. */
final class OpenBooks {
    private OpenBooks() {}

    /** What {@code command} gives as exit code, with the books open. */
    static int of(Config config, ToIntFunction<Books> command) {
        DataFolder folder = new DataFolder(config.data().folder());
        try {
            return open(folder, config, command);
        } catch (RedisUnavailable | RedisStartException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int open(DataFolder folder, Config config, ToIntFunction<Books> command) throws IOException {
        Optional<FileLock> lock = folder.tryLock();
        if (lock.isEmpty()) {
            return withRedis(folder, EmbeddedRedis.socketOf(folder.path()), command);
        }
        RedisBinary binary = RedisBinary.locate(System.getenv(), folder.path());
        try (EmbeddedRedis redis =
                EmbeddedRedis.start(folder.path(), config.redis().memoryBytesMax(), binary)) {
            return withRedis(folder, redis.socket(), command);
        } finally {
            lock.get().close();
        }
    }

    private static int withRedis(DataFolder folder, Path socket, ToIntFunction<Books> command) {
        try (Books books = Books.open(folder, OffLoopRedis.toSocket(socket), InstantSource.system())) {
            return command.applyAsInt(books);
        }
    }
}
