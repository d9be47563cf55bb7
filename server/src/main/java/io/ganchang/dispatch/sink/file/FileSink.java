package io.ganchang.dispatch.sink.file;

import io.ganchang.dispatch.OutboundEvent;
import io.ganchang.dispatch.Sink;
import io.ganchang.domain.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sink that writes {@code <session>.jsonl} into a folder: each event once, synced before it counts as delivered. Folder
 * and files are readable by this user alone, since they hold delivery data.
 */
public final class FileSink implements Sink {
    /** Its name in the ledger's cursors and in the API. */
    public static final String NAME = "file";

    /** Most files that are open at a time; beyond it the one longest unused is closed. */
    static final int OPEN_FILES_MAX = 64;

    private static final Logger LOG = LoggerFactory.getLogger(FileSink.class);

    private final Path folder;
    private final Map<SessionId, FulfilmentFile> open = new LinkedHashMap<>(16, 0.75f, true);

    private FileSink(Path folder) {
        this.folder = folder;
    }

    /** A sink into {@code folder}, which is created where it is not there; the folder above must be. */
    public static FileSink into(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            FulfilmentFile.syncFolder(
                    Objects.requireNonNull(folder.toAbsolutePath().getParent(), "a folder above"));
        }
        return new FileSink(folder);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void deliver(SessionId session, long deliveredSeq, List<OutboundEvent> events) throws IOException {
        FulfilmentFile file = fileOf(session, deliveredSeq);
        try {
            file.append(deliveredSeq, events);
        } catch (IOException | RuntimeException e) {
            open.remove(session);
            close(session, file); // to be opened and repaired at the next attempt
            throw e;
        }
    }

    private FulfilmentFile fileOf(SessionId session, long deliveredSeq) throws IOException {
        FulfilmentFile known = open.get(session);
        if (known != null) {
            known.requireInPlace(deliveredSeq);
            return known;
        }
        FulfilmentFile opened = FulfilmentFile.open(folder, session, deliveredSeq);
        open.put(session, opened);
        if (open.size() > OPEN_FILES_MAX) {
            closeEldest();
        }
        return opened;
    }

    private void closeEldest() {
        Iterator<Map.Entry<SessionId, FulfilmentFile>> eldest = open.entrySet().iterator();
        Map.Entry<SessionId, FulfilmentFile> entry = eldest.next();
        eldest.remove();
        close(entry.getKey(), entry.getValue());
    }

    private static void close(SessionId session, FulfilmentFile file) {
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("could not close the fulfilment file of session {}", session, e);
        }
    }

    @Override
    public void close() {
        open.forEach(FileSink::close);
        open.clear();
    }
}
