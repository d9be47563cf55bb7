package io.ganchang.app;

import io.ganchang.config.Config;
import io.ganchang.config.Overrides;
import io.ganchang.database.Database;
import io.ganchang.redis.OffLoopRedis;
import io.ganchang.redis.RedisAddress;
import io.ganchang.redis.RedisUnavailable;
import io.ganchang.redis.embedded.EmbeddedRedis;
import io.ganchang.redis.embedded.RedisBinary;
import io.ganchang.redis.embedded.RedisStartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Opens the books of a data folder for a command, as its options say: beside the server that runs on it, or without one,
 * then with a Redis of its own where the server's is embedded.
 */
final class OpenBooks {
    @Option(names = "--data", description = "the data folder; data by default")
    private @Nullable Path data;

    @Option(names = "--config", description = "settings laid over the defaults: those of the server")
    private @Nullable Path settings;

    @Option(names = "--redis", paramLabel = "URL", description = "the server's Redis, where it is not its own")
    private @Nullable String redisUrl;

    /** The settings that the options name. */
    Config config() {
        Overrides overrides = Overrides.none();
        overrides = data == null ? overrides : overrides.with("data.folder", data.toString());
        return Settings.load(settings, redisUrl == null ? overrides : overrides.with("redis.url", redisUrl));
    }

    /** What {@code command} gives as exit code, with the books open. */
    static int of(Config config, ToIntFunction<Books> command) {
        DataFolder folder = new DataFolder(config.data().folder());
        if (Files.notExists(folder.ledger())) {
            throw new StartException("there is no ledger in " + folder.path() + "; name the data folder with --data");
        }
        try {
            return locking(folder, config, command);
        } catch (RedisUnavailable | RedisStartException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw Database.reasonOf(e)
                    .<RuntimeException>map(reason -> new StartException(reason, e))
                    .orElse(e);
        }
    }

    /** Without the lock there is a server, in whose way the command must not get; with it, none may start meanwhile. */
    private static int locking(DataFolder folder, Config config, ToIntFunction<Books> command) throws IOException {
        Optional<RedisAddress> own = RedisAddress.of(config.redis());
        Optional<FileLock> lock = folder.tryLock();
        if (lock.isEmpty()) {
            RedisAddress redis = own.orElseGet(() -> RedisAddress.ofSocket(EmbeddedRedis.socketOf(folder.path())));
            return with(() -> Books.openBeside(folder, OffLoopRedis.to(redis), InstantSource.system()), command);
        }
        try {
            return own.isPresent()
                    ? alone(folder, own.get(), command)
                    : withEmbedded(folder, config.redis().memoryBytesMax(), command);
        } finally {
            lock.get().close();
        }
    }

    private static int withEmbedded(DataFolder folder, long memoryBytesMax, ToIntFunction<Books> command) {
        RedisBinary binary = RedisBinary.locate(System.getenv(), folder.path());
        try (EmbeddedRedis redis = EmbeddedRedis.start(folder.path(), memoryBytesMax, binary)) {
            return alone(folder, RedisAddress.ofSocket(redis.socket()), command);
        }
    }

    private static int alone(DataFolder folder, RedisAddress redis, ToIntFunction<Books> command) {
        return with(() -> Books.open(folder, OffLoopRedis.to(redis), InstantSource.system()), command);
    }

    private static int with(Supplier<Books> opened, ToIntFunction<Books> command) {
        try (Books books = opened.get()) {
            return command.applyAsInt(books);
        }
    }
}
