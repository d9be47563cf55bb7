package io.ganchang.redis.embedded;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One connection to a redis-server's unix socket, by which it is watched and ended. It speaks the few commands that
 * needs, as inline commands, and waits for a reply no longer than it was told to.
 */
final class RedisProbe implements AutoCloseable {
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int REPLY_PART_MAX = 1024 * 1024;

    private final SocketChannel channel;
    private final Selector selector;
    private final Duration patience;
    private final ByteBuffer received = ByteBuffer.allocate(BUFFER_BYTES).flip();

    private RedisProbe(SocketChannel channel, Selector selector, Duration patience) {
        this.channel = channel;
        this.selector = selector;
        this.patience = patience;
    }

    /** Redis answered, and what it answered is an error. */
    static final class ErrorReply extends IOException {
        private static final long serialVersionUID = 1L;

        ErrorReply(String line) {
            super(line);
        }
    }

    /**
     * @param patience longest wait for a reply
     * @throws IOException where nobody listens
     */
    static RedisProbe open(Path socket, Duration patience) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            if (!channel.connect(UnixDomainSocketAddress.of(socket))) {
                throw new SocketTimeoutException("Redis takes no connections");
            }
            Selector selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            return new RedisProbe(channel, selector, patience);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Whether it is ready for commands; false while it loads its data. */
    boolean isReady() throws IOException {
        try {
            return ask("PING").equals(List.of("PONG"));
        } catch (ErrorReply e) {
            if (String.valueOf(e.getMessage()).startsWith("LOADING")) {
                return false;
            }
            throw e;
        }
    }

    /** Its settings of these names; those that it does not know are missing. */
    Map<String, String> settings(Collection<String> names) throws IOException {
        List<String> reply = ask("CONFIG GET " + String.join(" ", names));
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i + 1 < reply.size(); i += 2) {
            settings.put(reply.get(i), reply.get(i + 1));
        }
        return settings;
    }

    /** A line of {@code INFO server}, such as that of {@code process_id}. */
    String info(String field) throws IOException {
        String text = String.join("", ask("INFO server"));
        return text.lines()
                .filter(line -> line.startsWith(field + ':'))
                .map(line -> line.substring(field.length() + 1).strip())
                .findFirst()
                .orElseThrow(() -> new IOException("Redis does not tell its " + field));
    }

    /**
     * Sends a command that ends the server, and waits until it has ended.
     *
     * @throws IOException where it goes on
     */
    void endBy(String command) throws IOException {
        try {
            ask(command);
        } catch (SocketTimeoutException | ErrorReply e) {
            throw e;
        } catch (IOException e) {
            return; // the connection has ended, and so has the server
        }
        throw new IOException("Redis goes on after " + command);
    }

    /** Waits without a bound until the server closes this connection or {@link #close} is called. */
    void awaitEnd() {
        try {
            while (channel.read(received.clear()) >= 0) {
                selector.selectedKeys().clear();
                selector.select();
            }
        } catch (IOException | ClosedSelectorException e) {
            return;
        }
    }

    /**
     * The reply to a command as one would type it, arrays flattened, nothing as the empty text.
     *
     * @throws ErrorReply where Redis answers with an error
     * @throws SocketTimeoutException where it stays silent
     * @throws IOException where it ends instead
     */
    List<String> ask(String command) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((command + "\r\n").getBytes(StandardCharsets.UTF_8));
        channel.write(line);
        if (line.hasRemaining()) {
            throw new SocketTimeoutException("Redis takes no commands");
        }
        List<String> reply = new ArrayList<>();
        readReply(reply);
        return reply;
    }

    private void readReply(List<String> reply) throws IOException {
        String head = readLine();
        String rest = head.substring(1);
        switch (head.charAt(0)) {
            case '+', ':' -> reply.add(rest);
            case '-' -> throw new ErrorReply(rest);
            case '$' -> reply.add(readBulk(length(rest)));
            case '*' -> {
                int parts = length(rest);
                for (int i = 0; i < parts; i++) {
                    readReply(reply);
                }
            }
            default -> throw new IOException("not a reply of Redis");
        }
    }

    private String readBulk(int lengthBytes) throws IOException {
        if (lengthBytes < 0) {
            return "";
        }
        byte[] bytes = new byte[lengthBytes];
        for (int i = 0; i < lengthBytes; i++) {
            bytes[i] = readByte();
        }
        readLine();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (byte b = readByte(); b != '\n'; b = readByte()) {
            if (line.size() > REPLY_PART_MAX) {
                throw new IOException("a reply of Redis without end");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        // An empty line stands for the end of a bulk reply, and for nothing that begins a reply.
        return line.size() == 0 ? " " : line.toString(StandardCharsets.UTF_8);
    }

    private static int length(String text) throws IOException {
        int length = Integer.parseInt(text);
        if (length > REPLY_PART_MAX) {
            throw new IOException("a reply of Redis that is too long");
        }
        return length;
    }

    private byte readByte() throws IOException {
        while (!received.hasRemaining()) {
            fill();
        }
        return received.get();
    }

    private void fill() throws IOException {
        int count = channel.read(received.clear());
        received.flip();
        if (count < 0) {
            throw new EOFException("Redis has gone");
        }
        if (count == 0) {
            selector.selectedKeys().clear();
            if (selector.select(patience.toMillis()) == 0) {
                throw new SocketTimeoutException("no reply of Redis within " + patience.toMillis() + " ms");
            }
        }
    }

    @Override
    public void close() {
        try (channel;
                selector) {
            selector.wakeup();
        } catch (IOException e) {
            return; // nothing is left to release
        }
    }
}
