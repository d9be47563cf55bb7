package io.ganchang.dispatch.sink.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads lines as bytes, and tells a finished last line from an unfinished one, which readers of text do not. */
final class LineReader implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream input;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int position;
    private int end;
    private long read;

    LineReader(InputStream input) {
        this.input = input;
    }

    /** The next line without its break, or null where no further line is finished. */
    byte @Nullable [] next() throws IOException {
        line.reset();
        while (position < end || fill()) {
            int lineBreak = position;
            while (lineBreak < end && buffer[lineBreak] != '\n') {
                lineBreak++;
            }
            line.write(buffer, position, lineBreak - position);
            position = lineBreak;
            if (position < end) {
                position++;
                read += line.size() + 1;
                return line.toByteArray();
            }
        }
        return null;
    }

    private boolean fill() throws IOException {
        position = 0;
        end = Math.max(0, input.read(buffer));
        return end > 0;
    }

    /** Bytes of the lines that {@link #next} has given, breaks included. */
    long read() {
        return read;
    }

    /** Bytes behind the last line break, once {@link #next} has given null. */
    long unfinished() {
        return line.size();
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
