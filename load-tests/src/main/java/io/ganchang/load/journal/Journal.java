package io.ganchang.load.journal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file in which a load run writes what it asked and heard.
 *
 * <p>A line is with the operating system when {@link #write} returns, which is before the request's bytes leave. It is
 * not forced to the disk: the run kills servers, not the machine.
 */
public final class Journal implements AutoCloseable {
    private final ObjectWriter lines = new ObjectMapper().writerFor(JournalEntry.class);
    private final FileChannel file;

    private Journal(FileChannel file) {
        this.file = file;
    }

    /** Begins a journal in {@code path}, which must not hold one already. */
    public static Journal begin(Path path) throws IOException {
        return new Journal(FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND));
    }

    /** Adds one line. */
    public synchronized void write(JournalEntry entry) {
        try {
            byte[] json = lines.writeValueAsBytes(entry);
            ByteBuffer line = ByteBuffer.allocate(json.length + 1)
                    .put(json)
                    .put((byte) '\n')
                    .flip();
            while (line.hasRemaining()) {
                file.write(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the journal", e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
