package io.ganchang.load.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A view of one HTTP answer in the connection's buffer. Valid only while its receiver reads it. */
public final class Answer {
    private ByteBuf head = Unpooled.EMPTY_BUFFER;
    private ByteBuf body = Unpooled.EMPTY_BUFFER;
    private int status;
    private int headFrom;
    private int headTo;
    private int bodyFrom;
    private int bodyLength;

    Answer() {}

    void isHead(ByteBuf in, int from, int to, int code) {
        head = in;
        headFrom = from;
        headTo = to;
        status = code;
    }

    void isBody(ByteBuf in, int from, int length) {
        body = in;
        bodyFrom = from;
        bodyLength = length;
    }

    public int status() {
        return status;
    }

    public int bodyLength() {
        return bodyLength;
    }

    /** A copy of the body. */
    public byte[] body() {
        byte[] copy = new byte[bodyLength];
        body.getBytes(bodyFrom, copy);
        return copy;
    }

    /** The first header of that name, in any case of letters, or null. */
    public @Nullable String header(String name) {
        for (String line : head.toString(headFrom, headTo - headFrom, StandardCharsets.ISO_8859_1)
                .split("\r\n", -1)) {
            if (line.length() > name.length()
                    && line.charAt(name.length()) == ':'
                    && line.regionMatches(true, 0, name, 0, name.length())) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return null;
    }
}
