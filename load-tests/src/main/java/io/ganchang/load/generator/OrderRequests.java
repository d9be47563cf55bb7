package io.ganchang.load.generator;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Orders of one unit with delivery, from many viewers in turn, each with a key of its own. All is written beforehand but
 * the key, so that a request costs the generator a copy.
 */
public final class OrderRequests implements Requests {
    private static final String LINES = "{\"lines\":[{\"offer\":\"";
    private static final String REST = "\",\"quantity\":1}],\"delivery\":{\"division\":"
            + "\"330602001001\",\"name\":\"王芳\",\"phone\":\"13800000919\",\"street\":\"丰收路 919 号\"}}";
    private static final int DIGITS = 16;

    private final byte[] head;
    private final byte[][] tokens;
    private final byte[] tail;
    private final int keyAt;
    private long number;

    /**
     * @param viewers how many viewers take turns
     * @param token the signed token of a viewer
     * @param keys what all keys begin with, in ASCII: another word for each run against one session
     */
    public OrderRequests(String session, String offer, int viewers, UnaryOperator<String> token, String keys) {
        byte[] body = bytes(LINES + offer + REST);
        this.head = bytes("POST /v1/sessions/" + session + "/orders HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\nAuthorization: Bearer ");
        String key = "\r\nIdempotency-Key: " + keys + '-';
        this.keyAt = key.length();
        this.tail = join(bytes(key + "0".repeat(DIGITS) + "\r\n\r\n"), body);
        this.tokens = IntStream.range(0, viewers)
                .mapToObj(viewer -> bytes(token.apply("viewer-" + viewer)))
                .toArray(byte[][]::new);
    }

    @Override
    public ByteBuf next(ByteBufAllocator allocator) {
        byte[] token = tokens[(int) (number % tokens.length)];
        writeKey(number++);
        return allocator
                .ioBuffer(head.length + token.length + tail.length)
                .writeBytes(head)
                .writeBytes(token)
                .writeBytes(tail);
    }

    private void writeKey(long key) {
        long rest = key;
        for (int i = keyAt + DIGITS - 1; rest > 0; i--) {
            tail[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
