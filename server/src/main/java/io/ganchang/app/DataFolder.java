package io.ganchang.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that holds all a server must not lose: ledger, Redis files, fulfilment files, secrets. Readable by its owner
 * alone; one server at a time.
 */
final class DataFolder {
    private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);
    private static final String PRIVATE = "rwx------";

    private final Path path;

    DataFolder(Path path) {
        this.path = path.toAbsolutePath().normalize();
    }

    /** Creates it where it is not there. */
    void create() {
        try {
            if (Files.notExists(path)) {
                Path parent = path.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.createDirectory(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
            } else {
                warnIfOpen();
            }
        } catch (IOException e) {
            throw new StartException("cannot create the data folder " + path + ": " + e.getMessage(), e);
        }
    }

    /** What others than the owner may do with a folder somebody else made is for that somebody to say, but rarely meant. */
    private void warnIfOpen() throws IOException {
        Set<PosixFilePermission> open = EnumSet.noneOf(PosixFilePermission.class);
        open.addAll(Files.getPosixFilePermissions(path));
        open.removeAll(PosixFilePermissions.fromString(PRIVATE));
        if (!open.isEmpty()) {
            LOG.warn(
                    "others may enter the data folder {}, which holds names and addresses; chmod 700 keeps them out",
                    path);
        }
    }

    /** Makes this process the folder's only server until it ends. Empty where another one is at it. */
    Optional<FileLock> tryLock() {
        try {
            FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
            }
            return Optional.ofNullable(lock);
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StartException("cannot use the data folder " + path + ": " + e.getMessage(), e);
        }
    }

    Path path() {
        return path;
    }

    Path ledger() {
        return path.resolve("ledger.db");
    }

    Path fulfilment() {
        return path.resolve("fulfilment");
    }

    Secrets secrets() {
        return new Secrets(path.resolve("secrets"));
    }
}
