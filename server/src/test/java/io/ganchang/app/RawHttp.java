package io.ganchang.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Sends requests byte by byte as written, which no decent client would. */
public record RawHttp(String host, int port) {
    private static final int ANSWER_MS_MAX = 20_000;

    static RawHttp to(String address) {
        URI uri = URI.create(address);
        return new RawHttp(uri.getHost(), uri.getPort());
    }

    /** Sends a request without a body and reads until the server closes, which it is asked to do. */
    public Reply send(String... lines) {
        return sendTo(host, lines);
    }

    /** The same with another {@code Host}. */
    public Reply sendTo(String named, String... lines) {
        String head = String.join("\r\n", lines) + "\r\nHost: " + named + "\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket(host, port)) {
            socket.setSoTimeout(ANSWER_MS_MAX);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reply parse(String answer) {
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0) {
            return new Reply(0, name -> Optional.empty(), answer);
        }
        String[] lines = answer.substring(0, end).split("\r\n", -1);
        Map<String, String> headers = new TreeMap<>();
        Arrays.stream(lines, 1, lines.length).forEach(line -> {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        });
        return new Reply(
                Integer.parseInt(lines[0].substring(9, 12)),
                name -> Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT))),
                answer.substring(end + 4));
    }
}
