package io.ganchang.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a Redis listens and as whom to speak to it, as an operator writes it: {@value #FORM}. Its text leaves the
 * password out.
 *
 * @param user of Redis's ACL; empty for its default user
 */
public record RedisUrl(Place place, Optional<String> user, Optional<String> password) {
    /** How a URL is written. Special characters in user, password and path are percent-encoded. */
    static final String FORM = "redis://[user[:password]@]host[:port], rediss://… or unix:///path";

    private static final int PORT_DEFAULT = 6379;
    private static final Pattern URL =
            Pattern.compile("(?<scheme>redis|rediss|unix)://((?<login>.*)@)?(?<rest>[^@?#]*)");
    private static final Pattern HOST =
            Pattern.compile("(?<host>[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:(?<port>[0-9]{1,5}))?(/(?<database>.*))?");
    /** Of a mistyped URL, too. */
    private static final Pattern LOGIN = Pattern.compile("(?s)^([a-z]+://)?.*@");

    private static final Pattern QUERY = Pattern.compile("(?s)\\?.*");

    /** Where it listens. */
    public sealed interface Place {}

    /**
     * A TCP port.
     *
     * @param name a name or an address, that of IPv6 without brackets
     */
    public record Host(String name, int port, boolean tls) implements Place {
        @Override
        public String toString() {
            return (tls ? "rediss://" : "redis://") + (name.contains(":") ? '[' + name + ']' : name) + ':' + port;
        }
    }

    /** A unix socket. */
    public record Socket(Path path) implements Place {
        @Override
        public String toString() {
            return "unix://" + path;
        }
    }

    /** @throws IllegalArgumentException that says what was expected, and nothing of {@code text} */
    static RedisUrl parse(String text) {
        Matcher url = URL.matcher(text);
        if (!url.matches()) {
            throw new IllegalArgumentException(FORM);
        }
        String login = url.group("login");
        String[] userAndPassword = login == null ? new String[] {""} : login.split(":", 2);
        return new RedisUrl(
                place(url.group("scheme"), url.group("rest")),
                present(userAndPassword[0]),
                userAndPassword.length == 1 ? Optional.empty() : present(userAndPassword[1]));
    }

    /** What a problem may show of {@code text}, right or wrong: all but user and password. */
    static String withoutSecret(String text) {
        String shown = LOGIN.matcher(text).replaceFirst("$1***@");
        return QUERY.matcher(shown).replaceFirst("?***");
    }

    @Override
    public String toString() {
        return place.toString();
    }

    private static Optional<String> present(String encoded) {
        return encoded.isEmpty() ? Optional.empty() : Optional.of(decode(encoded));
    }

    private static Place place(String scheme, String rest) {
        return scheme.equals("unix") ? socket(rest) : host(rest, scheme.equals("rediss"));
    }

    private static Place socket(String rest) {
        if (!rest.startsWith("/") || rest.endsWith("/")) {
            throw new IllegalArgumentException("an absolute path of a socket: unix:///path");
        }
        return new Socket(Path.of(decode(rest)));
    }

    private static Place host(String rest, boolean tls) {
        Matcher host = HOST.matcher(rest);
        if (!host.matches()) {
            throw new IllegalArgumentException("a host name or address and perhaps a port: " + FORM);
        }
        String database = host.group("database");
        if (database != null && !database.matches("0?")) {
            throw new IllegalArgumentException("database 0 or none: functions and clusters know no other");
        }
        String port = host.group("port");
        return new Host(host.group("host").replaceAll("[\\[\\]]", ""), port == null ? PORT_DEFAULT : port(port), tls);
    }

    private static int port(String digits) {
        int port = Integer.parseInt(digits);
        if (port < 1 || port > Section.PORT_MAX) {
            throw new IllegalArgumentException("a port from 1 to " + Section.PORT_MAX);
        }
        return port;
    }

    /** Of percent-encoded text, in which a plus sign is one. */
    private static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("two hexadecimal digits after each % (a % itself is written %25)", e);
        }
    }
}
