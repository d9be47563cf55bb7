package io.ganchang.redis.embedded;

import io.ganchang.redis.RedisVersion;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A redis-server that can run here.
 *
 * @param version as it tells itself, such as {@code 7.0.15}
 */
public record RedisBinary(Path executable, String version) {
    /** Environment variable that names the executable to use, and no other. */
    public static final String VARIABLE = "GANCHANG_REDIS_BIN";

    private static final String NAME = "redis-server";
    private static final Pattern VERSION = Pattern.compile("Redis server v=([0-9]+\\.[0-9]+\\.[0-9]+)\\b");
    private static final long VERSION_SECONDS_MAX = 10;

    /**
     * The one that {@value #VARIABLE} names; else the first of version 7.0 or newer on {@code PATH}; else the one that
     * comes with Ganchang.
     *
     * @param environment where both variables are looked up
     * @param ownFolder where the one that comes along is unpacked
     * @throws RedisStartException where none can run; it says what to install
     */
    public static RedisBinary locate(Map<String, String> environment, Path ownFolder) {
        String named = environment.getOrDefault(VARIABLE, "");
        if (!named.isEmpty()) {
            return named(Path.of(named).toAbsolutePath());
        }
        return onPath(environment.getOrDefault("PATH", "")).orElseGet(() -> bundled(ownFolder));
    }

    private static RedisBinary named(Path executable) {
        return usable(executable)
                .orElseThrow(() -> new RedisStartException(
                        VARIABLE + " names " + executable + ", which is not a redis-server of version "
                                + RedisVersion.OLDEST + " or newer that can run here"));
    }

    private static Optional<RedisBinary> onPath(String path) {
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder).toAbsolutePath().resolve(NAME))
                .flatMap(executable -> usable(executable).stream())
                .findFirst();
    }

    private static RedisBinary bundled(Path ownFolder) {
        return BundledRedis.unpack(ownFolder, System.getProperty("os.name", ""), System.getProperty("os.arch", ""))
                .flatMap(RedisBinary::usable)
                .orElseThrow(
                        () -> new RedisStartException("no redis-server runs here: install Redis " + RedisVersion.OLDEST
                                + " or newer (such as `apt-get install redis-server`), or name one in " + VARIABLE));
    }

    private static Optional<RedisBinary> usable(Path executable) {
        if (!Files.isRegularFile(executable) || !Files.isExecutable(executable)) {
            return Optional.empty();
        }
        return versionOf(executable)
                .filter(RedisVersion::isEnough)
                .map(version -> new RedisBinary(executable, version));
    }

    private static Optional<String> versionOf(Path executable) {
        try {
            Process process = new ProcessBuilder(executable.toString(), "--version")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return versionOf(process);
        } catch (IOException e) {
            return Optional.empty(); // made for another kind of machine
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisStartException("interrupted while asking " + executable + " for its version", e);
        }
    }

    private static Optional<String> versionOf(Process process) throws IOException, InterruptedException {
        try {
            // One line, which the pipe holds: so it ends without a reader, and a program that does not end blocks
            // nobody.
            if (!process.waitFor(VERSION_SECONDS_MAX, TimeUnit.SECONDS)) {
                return Optional.empty();
            }
            Matcher line = VERSION.matcher(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            return line.find() ? Optional.of(line.group(1)) : Optional.empty();
        } finally {
            process.destroyForcibly();
        }
    }
}
