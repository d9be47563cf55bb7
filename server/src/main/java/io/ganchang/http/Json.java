package io.ganchang.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The one JSON factory of this package: strict, shallow and bounded in what it reads. */
final class Json {
    private static final int DEPTH_MAX = 8;
    private static final int NUMBER_LENGTH_MAX = 20;
    private static final int STRING_LENGTH_MAX = 16_384;

    /** First byte of the mark in UTF-8; those in UTF-16 are higher. No JSON begins with it or a higher one. */
    private static final int MARK_MIN = 0xef;

    static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNumberLength(NUMBER_LENGTH_MAX)
                    .maxStringLength(STRING_LENGTH_MAX)
                    .build())
            .build();

    private Json() {}

    /** What writes a value. */
    @FunctionalInterface
    interface Writer {
        void writeTo(JsonGenerator json) throws IOException;
    }

    static Buffer buffer(Writer writer) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(512);
                JsonGenerator json = FACTORY.createGenerator(bytes)) {
            writer.writeTo(json);
            json.flush();
            return Buffer.buffer(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What to say of a body that is no JSON: where, but not what stands there, since it may be personal. */
    static String invalid(JsonProcessingException failure) {
        JsonLocation place = failure.getLocation();
        return "The body is not valid JSON"
                + (place == null ? "." : ", at line " + place.getLineNr() + ", column " + place.getColumnNr() + ".");
    }

    /**
     * Whether the bytes are UTF-8 to the letter, without a byte order mark. The parser would guess UTF-16 and UTF-32 and
     * read on, and takes overlong and half characters; the contract is UTF-8 (RFC 3629), in which JSON has no mark (RFC
     * 8259).
     */
    static boolean isPlainUtf8(byte[] body) {
        return !beginsUnlikeUtf8(body) && isWellFormed(body);
    }

    private static boolean beginsUnlikeUtf8(byte[] body) {
        for (int i = 0; i < Math.min(4, body.length); i++) {
            if (body[i] == 0) {
                return true;
            }
        }
        return body.length > 0 && (body[0] & 0xff) >= MARK_MIN;
    }

    private static boolean isWellFormed(byte[] body) {
        return ByteBufUtil.isText(Unpooled.wrappedBuffer(body), StandardCharsets.UTF_8);
    }
}
