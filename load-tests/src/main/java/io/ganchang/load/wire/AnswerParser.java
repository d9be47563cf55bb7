package io.ganchang.load.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/**
 * Finds one whole HTTP/1.1 answer (RFC 9112) at the beginning of a buffer.
 *
 * <p>Nearly always the whole answer comes in one piece, so nothing is kept between two looks: where the answer is not
 * whole yet, the next look begins anew. Nothing is turned into text or objects, and of the head only the three headers
 * that frame it are read.
 */
final class AnswerParser {
    private static final int HEAD_BYTES_MAX = 32 * 1024;
    private static final int BODY_BYTES_MAX = 16 * 1024 * 1024;
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final AsciiString VERSION = AsciiString.cached("HTTP/1.");
    private static final AsciiString LENGTH = AsciiString.cached("content-length:");
    private static final AsciiString ENCODING = AsciiString.cached("transfer-encoding:");
    private static final AsciiString CONNECTION = AsciiString.cached("connection:");
    private static final int UNKNOWN = -1;

    private final Answer answer = new Answer();
    private final ByteBuf joined = Unpooled.buffer();
    private int status;
    private int length;
    private boolean chunked;
    private boolean keptAlive;

    /** It is no HTTP. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String why) {
            super(why);
        }
    }

    /**
     * Whether the whole answer is there; then the buffer's reader stands behind it. Otherwise the reader stands where it
     * stood.
     *
     * @param ended whether no more will come
     */
    boolean find(ByteBuf in, boolean ended) throws Malformed {
        int from = in.readerIndex();
        int bodyFrom = head(in, from);
        while (bodyFrom >= 0 && status / 100 == 1) { // interim, RFC 9110 §15.2
            from = bodyFrom;
            bodyFrom = head(in, from);
        }
        if (bodyFrom < 0) {
            return false;
        }
        answer.isHead(in, from, bodyFrom, status);
        int end = chunked ? chunks(in, bodyFrom) : plain(in, bodyFrom, ended);
        if (end >= 0) {
            in.readerIndex(end);
        }
        return end >= 0;
    }

    Answer answer() {
        return answer;
    }

    /** Whether the connection may carry another request after the answer that was found. */
    boolean isKeptAlive() {
        return keptAlive;
    }

    /** Reads a head; returns where it ends, or -1. */
    private int head(ByteBuf in, int from) throws Malformed {
        int lineEnd = lineEnd(in, from);
        if (lineEnd < 0) {
            return withinHead(in, from);
        }
        statusLine(in, from, lineEnd);
        int line = lineEnd + 1;
        while ((lineEnd = lineEnd(in, line)) >= 0) {
            if (lineEnd - line <= 1) {
                return lineEnd + 1;
            }
            header(in, line, lineEnd);
            line = lineEnd + 1;
        }
        return withinHead(in, from);
    }

    private static int withinHead(ByteBuf in, int from) throws Malformed {
        if (in.writerIndex() - from > HEAD_BYTES_MAX) {
            throw new Malformed("a head of more than " + HEAD_BYTES_MAX + " bytes");
        }
        return UNKNOWN;
    }

    private static int lineEnd(ByteBuf in, int from) {
        return in.indexOf(from, in.writerIndex(), (byte) '\n');
    }

    private void statusLine(ByteBuf in, int from, int lineEnd) throws Malformed {
        if (lineEnd - from < STATUS_AT + 3 || !matches(in, from, VERSION)) {
            throw new Malformed("no status line");
        }
        status = 0;
        for (int i = from + STATUS_AT; i < from + STATUS_AT + 3; i++) {
            status = 10 * status + digit(in.getByte(i), 10);
        }
        keptAlive = in.getByte(from + VERSION.length()) != '0';
        chunked = false;
        length = status == 204 || status == 304 ? 0 : UNKNOWN;
    }

    /** Reads a header, where it is one of three; which one it may be is told by where its colon stands. */
    private void header(ByteBuf in, int line, int lineEnd) throws Malformed {
        int size = lineEnd - line;
        if (size > LENGTH.length() && matches(in, line, LENGTH)) {
            length = number(in, line + LENGTH.length(), lineEnd);
        } else if (size > CONNECTION.length() && matches(in, line, CONNECTION)) {
            keptAlive &= !text(in, line + CONNECTION.length(), lineEnd).equalsIgnoreCase("close");
        } else if (size > ENCODING.length() && matches(in, line, ENCODING)) {
            chunked = text(in, line + ENCODING.length(), lineEnd).equalsIgnoreCase("chunked");
        }
    }

    private static boolean matches(ByteBuf in, int from, AsciiString lower) {
        int last = lower.length() - 1;
        if (in.getByte(from + last) != lower.byteAt(last)) {
            return false;
        }
        for (int i = 0; i < last; i++) {
            byte have = in.getByte(from + i);
            byte want = lower.byteAt(i);
            if (have != want && (have | 0x20) != want) {
                return false;
            }
        }
        return true;
    }

    private static String text(ByteBuf in, int from, int lineEnd) {
        return in.toString(from, lineEnd - from, StandardCharsets.US_ASCII).strip();
    }

    private static int number(ByteBuf in, int from, int lineEnd) throws Malformed {
        long number = 0;
        for (int i = from; i < lineEnd; i++) {
            byte digit = in.getByte(i);
            if (digit != ' ' && digit != '\r') {
                number = bounded(10 * number + digit(digit, 10));
            }
        }
        return (int) number;
    }

    private static int digit(byte character, int radix) throws Malformed {
        int digit = Character.digit(character, radix);
        if (digit < 0) {
            throw new Malformed("no digit where one must be");
        }
        return digit;
    }

    private static long bounded(long bytes) throws Malformed {
        if (bytes > BODY_BYTES_MAX) {
            throw new Malformed("a body of more than " + BODY_BYTES_MAX + " bytes");
        }
        return bytes;
    }

    private int plain(ByteBuf in, int from, boolean ended) throws Malformed {
        int there = in.writerIndex() - from;
        long unused = bounded(there);
        if (length == UNKNOWN) { // until the connection ends, RFC 9112 §6.3
            keptAlive = false;
            answer.isBody(in, from, there);
            return ended ? in.writerIndex() : UNKNOWN;
        }
        answer.isBody(in, from, length);
        return there >= length ? from + length : UNKNOWN;
    }

    private int chunks(ByteBuf in, int from) throws Malformed {
        joined.clear();
        int at = from;
        while (true) {
            int lineEnd = lineEnd(in, at);
            if (lineEnd < 0) {
                return UNKNOWN;
            }
            int size = chunkSize(in, at, lineEnd);
            at = lineEnd + 1;
            if (size == 0) {
                answer.isBody(joined, 0, joined.writerIndex());
                return trailers(in, at);
            }
            int end = at + size + 2;
            if (end > in.writerIndex()) {
                return UNKNOWN;
            }
            long unused = bounded((long) joined.writerIndex() + size);
            joined.writeBytes(in, at, size);
            at = end;
        }
    }

    private static int chunkSize(ByteBuf in, int from, int lineEnd) throws Malformed {
        long size = 0;
        for (int i = from; i < lineEnd; i++) {
            byte digit = in.getByte(i);
            if (digit == '\r' || digit == ';') {
                break;
            }
            size = bounded(16 * size + digit(digit, 16));
        }
        return (int) size;
    }

    private static int trailers(ByteBuf in, int from) {
        int line = from;
        int lineEnd;
        while ((lineEnd = lineEnd(in, line)) >= 0) {
            if (lineEnd - line <= 1) {
                return lineEnd + 1;
            }
            line = lineEnd + 1;
        }
        return UNKNOWN;
    }
}
