package io.ganchang.redis.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * Where the embedded Redis keeps what it has: data, settings, pid and log in a folder of the owner, and its socket there
 * too, unless the path is longer than a socket's may be.
 *
 * @param folder absolute, without symbolic links, as Redis tells it
 */
record RedisFolder(Path folder, Path socket) {
    /** 104 on macOS, 108 on Linux, less the closing zero and some room. */
    static final int SOCKET_BYTES_MAX = 100;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> OWNED =
            PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    private static final String SOCKET_NAME = "redis.sock";
    private static final long LOG_BYTES_MAX = 1024 * 1024;
    private static final int LAST_LOG_BYTES = 4 * 1024;
    private static final int LAST_LOG_LINES = 12;

    /**
     * The folder {@code redis} within {@code dataFolder}, made where it is missing.
     *
     * @param temporaryFolder for the socket, where the other path is too long
     */
    static RedisFolder prepare(Path dataFolder, Path temporaryFolder) throws IOException {
        Files.createDirectories(dataFolder);
        Path folder = dataFolder.toRealPath().resolve("redis");
        createOwned(folder);
        Path socket = folder.resolve(SOCKET_NAME);
        return new RedisFolder(folder, isShort(socket) ? socket : elsewhere(folder, temporaryFolder));
    }

    Path settings() {
        return folder.resolve("redis.conf");
    }

    Path pidFile() {
        return folder.resolve("redis.pid");
    }

    Path log() {
        return folder.resolve("redis.log");
    }

    /** The append-only folder, as Redis names it. */
    Path aof() {
        return folder.resolve("appendonlydir");
    }

    /** What {@link #pidFile} says, if anything. */
    OptionalLong pid() {
        try {
            return OptionalLong.of(Long.parseLong(Files.readString(pidFile()).strip()));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Puts a log aside that has grown long; one such is kept. */
    void turnLog() throws IOException {
        if (Files.exists(log()) && Files.size(log()) > LOG_BYTES_MAX) {
            Files.move(log(), folder.resolve("redis.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The end of the log: why Redis did not start. */
    String lastLogLines() {
        List<String> lines = logLinesFrom(0);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LOG_LINES), lines.size()));
    }

    /** Length of the log. */
    long logBytes() {
        return log().toFile().length();
    }

    /** What was logged since the log had {@code bytes}, or the end of that. */
    List<String> logLinesFrom(long bytes) {
        try (SeekableByteChannel channel = Files.newByteChannel(log())) {
            channel.position(Math.max(bytes, channel.size() - LAST_LOG_BYTES));
            ByteBuffer end = ByteBuffer.allocate(LAST_LOG_BYTES);
            int unused = channel.read(end);
            return StandardCharsets.UTF_8.decode(end.flip()).toString().lines().toList();
        } catch (IOException e) {
            return List.of("no log: " + e);
        }
    }

    private static boolean isShort(Path socket) {
        return socket.toString().getBytes(StandardCharsets.UTF_8).length <= SOCKET_BYTES_MAX;
    }

    private static Path elsewhere(Path folder, Path temporaryFolder) throws IOException {
        String name = UUID.nameUUIDFromBytes(folder.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
        Path socketFolder = temporaryFolder.toRealPath().resolve("ganchang-" + name);
        createOwned(socketFolder);
        // Anybody may have made a folder of that name before us.
        if (!Files.isDirectory(socketFolder, LinkOption.NOFOLLOW_LINKS)
                || !Files.getOwner(socketFolder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(folder))) {
            throw new RedisStartException(socketFolder + " is not a folder of ours: remove it");
        }
        Path socket = socketFolder.resolve(SOCKET_NAME);
        if (!isShort(socket)) {
            throw new RedisStartException("no path is short enough for a socket: neither that of the data folder nor "
                    + temporaryFolder + "; choose a shorter data folder");
        }
        return socket;
    }

    private static void createOwned(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, OWNED);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
        }
        if (!Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS).equals(OWNER_ONLY)) {
            throw new RedisStartException("others may enter " + folder + ": chmod 700 it");
        }
    }
}
