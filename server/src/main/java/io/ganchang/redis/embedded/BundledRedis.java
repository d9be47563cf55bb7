package io.ganchang.redis.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The redis-server that comes with Ganchang, for machines that have none. */
final class BundledRedis {
    /** As the library that carries it names it. */
    private static final String PREFIX = "redis-server-7.0.15-";

    private BundledRedis() {}

    /**
     * The executable, unpacked into {@code folder}, or empty where none comes along for this kind of machine.
     *
     * @param osName as Java tells it
     * @param osArch as Java tells it
     */
    static Optional<Path> unpack(Path folder, String osName, String osArch) {
        String name = PREFIX + os(osName) + '-' + cpu(osArch);
        try (InputStream resource = BundledRedis.class.getResourceAsStream('/' + name)) {
            return resource == null ? Optional.empty() : Optional.of(unpack(resource.readAllBytes(), folder, name));
        } catch (IOException e) {
            throw new RedisStartException("cannot unpack redis-server into " + folder, e);
        }
    }

    private static Path unpack(byte[] content, Path folder, String name) throws IOException {
        Path executable = folder.resolve(name);
        // Left alone where it is right: a file just written may still be open for writing in a process forked
        // meanwhile.
        if (Files.isExecutable(executable) && Arrays.equals(content, Files.readAllBytes(executable))) {
            return executable;
        }
        Files.createDirectories(folder);
        Path fresh = Files.createTempFile(
                folder,
                name,
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.write(fresh, content);
        return Files.move(fresh, executable, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String os(String osName) {
        String lower = osName.toLowerCase(Locale.ROOT);
        return lower.startsWith("mac") ? "darwin" : lower;
    }

    private static String cpu(String osArch) {
        return switch (osArch) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            case "i386", "x86" -> "386";
            default -> osArch;
        };
    }
}
