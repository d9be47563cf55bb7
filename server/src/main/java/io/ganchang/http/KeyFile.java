package io.ganchang.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** An identity provider's public keys in a file. */
public final class KeyFile implements KeySource {
    private final Vertx vertx;
    private final Path file;

    public KeyFile(Vertx vertx, Path file) {
        this.vertx = vertx;
        this.file = file;
    }

    @Override
    public Future<String> read() {
        return vertx.fileSystem().props(file.toString()).compose(props -> {
            if (!props.isRegularFile() || props.size() > BYTES_MAX) {
                return Future.failedFuture(file + " is not a file of at most " + BYTES_MAX + " bytes");
            }
            return vertx.fileSystem().readFile(file.toString()).map(KeyFile::text);
        });
    }

    private static String text(Buffer bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public String place() {
        return file.toString();
    }
}
