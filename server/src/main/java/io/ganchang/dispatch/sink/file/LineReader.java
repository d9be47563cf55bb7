package io.ganchang.dispatch.sink.file;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads lines as bytes, and tells a finished last line from an unfinished one, which readers of text do not. */
final class LineReader implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream input;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LineReader(InputStream input) {
        this.input = new BufferedInputStream(input, BUFFER_BYTES);
    }

    /** The next line without its break, or null where no further line is finished. */
    byte @Nullable [] next() throws IOException {
        line.reset();
        for (int next = input.read(); next >= 0; next = input.read()) {
            if (next == '\n') {
                return line.toByteArray();
            }
            line.write(next);
        }
        return null;
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
