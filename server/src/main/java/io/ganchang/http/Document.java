package io.ganchang.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A text that stays the same while the program does, with an entity tag made of its content.
 *
 * @param mediaType of the content
 */
record Document(String mediaType, Buffer content, String tag) {
    private static final String CACHE_CONTROL = "public, max-age=3600";
    private static final int TAG_LENGTH = 22;

    static Document of(String mediaType, byte[] content) {
        return new Document(
                mediaType, Buffer.buffer(content), '"' + sha256(content).substring(0, TAG_LENGTH) + '"');
    }

    /** A file of the program. */
    static byte[] resource(String name) {
        try (InputStream file = Document.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("the program lacks its file " + name);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SHA-256 in Base64. */
    static String sha256(byte[] content) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Answers with it, or, where the caller has it already, says so. */
    void reply(HttpServerRequest request) {
        reply(request, CACHE_CONTROL);
    }

    /** The same for as long as {@code cacheControl} says. */
    void reply(HttpServerRequest request, String cacheControl) {
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.ETAG, tag).putHeader(HttpHeaders.CACHE_CONTROL, cacheControl);
        String known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        if (known != null && (known.equals("*") || known.contains(tag))) {
            response.setStatusCode(304).end();
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, mediaType)
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .end(content);
        }
    }
}
