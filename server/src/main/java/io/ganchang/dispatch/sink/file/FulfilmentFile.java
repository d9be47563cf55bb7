package io.ganchang.dispatch.sink.file;

import io.ganchang.dispatch.DeliveredEventsLost;
import io.ganchang.dispatch.OutboundEvent;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.SessionId;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One session's fulfilment file, open for appending. After a failed call it must be closed and opened anew. */
public final class FulfilmentFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FulfilmentFile.class);
    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path path;
    private final FileChannel channel;
    private final Object key;
    /** Orders by the number of the event: what is in the file, and the ledger is not known to know it. */
    private final NavigableMap<Long, OrderId> undelivered = new TreeMap<>();

    private FulfilmentFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.key = keyOf(path);
    }

    /**
     * Opens the file, creates it where it is not there, and cuts off what a crash left unfinished.
     *
     * @param deliveredSeq last event that the ledger knows to be in it; 0 for none
     * @throws DeliveredEventsLost where that one is not there; then nothing is changed
     */
    static FulfilmentFile open(Path folder, SessionId session, long deliveredSeq) throws IOException {
        Path path = path(folder, session);
        if (deliveredSeq > 0 && Files.notExists(path)) {
            throw new DeliveredEventsLost(path + ": event " + deliveredSeq + " was delivered, but the file is gone");
        }
        FileChannel channel = FileChannel.open(
                path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE), PRIVATE);
        try {
            FulfilmentFile file = new FulfilmentFile(path, channel);
            file.repair(deliveredSeq);
            syncFolder(folder);
            return file;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Makes sure that what is written goes where readers look: a file that somebody has moved, deleted or replaced goes on
     * taking writes that nobody sees.
     *
     * @throws DeliveredEventsLost where that has happened
     */
    void requireInPlace(long deliveredSeq) throws IOException {
        if (Files.notExists(path) || !key.equals(keyOf(path))) {
            throw new DeliveredEventsLost(
                    path + ": event " + deliveredSeq + " was delivered, but the file was moved away while in use");
        }
    }

    private static Object keyOf(Path path) throws IOException {
        Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        return key == null ? path : key;
    }

    /** Where the events of {@code session} go under {@code folder}. */
    public static Path path(Path folder, SessionId session) {
        return folder.resolve(session.value() + ".jsonl");
    }

    private void repair(long deliveredSeq) throws IOException {
        FulfilmentTail tail = find(deliveredSeq);
        long torn = channel.size() - tail.length();
        if (torn > 0) {
            LOG.warn("{}: cutting off {} bytes that a crash left unfinished", path, torn);
            channel.truncate(tail.length());
        }
        channel.position(tail.length());
        tail.undelivered().forEach(line -> undelivered.put(line.id().seq(), line.order()));
        channel.force(true); // of the lines that stand, perhaps none was synced
    }

    private FulfilmentTail find(long deliveredSeq) throws IOException {
        try {
            return FulfilmentTail.find(channel, deliveredSeq);
        } catch (DeliveredEventsLost e) {
            throw new DeliveredEventsLost(path + ": " + e.getMessage());
        }
    }

    /**
     * Appends the events that are not in the file yet, and returns when they are on disk.
     *
     * @param deliveredSeq as in {@link #open}
     */
    void append(long deliveredSeq, List<OutboundEvent> events) throws IOException {
        undelivered.headMap(deliveredSeq, true).clear();
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (OutboundEvent event : events) {
            if (!isThere(event)) {
                lines.writeBytes(event.json().getBytes(StandardCharsets.UTF_8));
                lines.write('\n');
            }
        }
        if (lines.size() > 0) {
            write(ByteBuffer.wrap(lines.toByteArray()));
        }
        events.forEach(event -> undelivered.put(event.id().seq(), event.order()));
    }

    /** Calls are repeated from the same event on, so up to the file's last event they must give what is in it. */
    private boolean isThere(OutboundEvent event) throws DeliveredEventsLost {
        if (undelivered.isEmpty() || event.id().seq() > undelivered.lastKey()) {
            return false;
        }
        if (!event.order().equals(undelivered.get(event.id().seq()))) {
            throw new DeliveredEventsLost(
                    path + ": does not have event " + event.id() + " where it should; is it another ledger's file?");
        }
        return true;
    }

    /** A sync that failed is not worth repeating: the system may count the pages as clean. So they are thrown away. */
    private void write(ByteBuffer lines) throws IOException {
        long before = channel.position();
        try {
            while (lines.hasRemaining()) {
                channel.write(lines);
            }
            channel.force(false);
        } catch (IOException e) {
            channel.truncate(before);
            throw e;
        }
    }

    /** Makes the names of new files in {@code folder} survive a loss of power. */
    static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /**
     * Gives every line of the file to {@code reader}, first to last.
     *
     * @return bytes behind the last line break, which a crash, or a writer at work, left unfinished
     * @throws IOException where a line is not a whole event, or the file is not there
     */
    public static long read(Path path, Consumer<FulfilmentLine> reader) throws IOException {
        return read(path, 0, (line, endBytes) -> reader.accept(line));
    }

    /**
     * Gives every line from {@code fromBytes} on to {@code reader}, each with the place in the file where it ends.
     *
     * @throws IOException also where no line ends at {@code fromBytes}
     */
    static long read(Path path, long fromBytes, ObjLongConsumer<FulfilmentLine> reader) throws IOException {
        try (LineReader lines = new LineReader(open(path, fromBytes))) {
            long number = 0;
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                number++;
                Optional<FulfilmentLine> event = FulfilmentLine.parse(line, 0, line.length);
                if (event.isEmpty()) {
                    throw new IOException(path + ", line " + number + (fromBytes == 0 ? "" : " after byte " + fromBytes)
                            + ": not a whole event");
                }
                reader.accept(event.get(), fromBytes + lines.read());
            }
            return lines.unfinished();
        }
    }

    private static InputStream open(Path path, long fromBytes) throws IOException {
        InputStream input = Files.newInputStream(path);
        try {
            if (fromBytes > 0) {
                input.skipNBytes(fromBytes - 1);
                if (input.read() != '\n') {
                    throw new EOFException("another byte");
                }
            }
            return input;
        } catch (EOFException e) {
            input.close();
            throw new IOException(path + ": no line ends at byte " + fromBytes + " any more", e);
        }
    }
}
