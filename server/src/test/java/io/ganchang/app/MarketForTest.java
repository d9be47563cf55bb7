package io.ganchang.app;

import io.ganchang.config.Config;
import io.ganchang.config.ConfigLoader;
import io.ganchang.config.Loaded;
import io.ganchang.config.Overrides;
import io.ganchang.domain.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A whole server in this process, as {@code scripts/serve} starts it: real listeners, Redis, ledger, files. */
public final class MarketForTest implements AutoCloseable {
    /** Two event loops, so that what they share is shared here too; no demo; guests without end. */
    private static final Map<String, String> SETTINGS = Map.of(
            "http.port", "0",
            "http.eventLoops", "2",
            "admin.port", "0",
            "demo.enabled", "false",
            "guests.allowed", "true",
            "guests.perAddressPerHourMax", "1000000");

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final Path folder;
    private final String address;
    private final String adminAddress;
    private final Runnable stop;
    private final TokenForger forger;

    /** @param stop ends the server */
    MarketForTest(Path folder, String address, String adminAddress, Runnable stop) {
        this.folder = folder;
        this.address = address;
        this.adminAddress = adminAddress;
        this.stop = stop;
        this.forger = new TokenForger(tokenKey(folder));
    }

    /** One on a folder of its own; settings are {@code path=value}. */
    public static MarketForTest start(String... settings) {
        return start(newFolder(), settings);
    }

    /** One on {@code folder}. */
    public static MarketForTest start(Path folder, String... settings) {
        Server server = new Server(config(folder, settings)).start();
        return new MarketForTest(folder, server.address(), server.adminAddress(), server::close);
    }

    static Config config(Path folder, String... settings) {
        Map<String, String> all = new TreeMap<>(SETTINGS);
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            all.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        Overrides overrides = Overrides.none().with("data.folder", folder.toString());
        for (Map.Entry<String, String> setting : all.entrySet()) {
            overrides = overrides.with(setting.getKey(), setting.getValue());
        }
        Loaded loaded = ConfigLoader.load(Optional.empty(), overrides);
        if (loaded instanceof Loaded.Complete complete) {
            return complete.config();
        }
        throw new IllegalArgumentException(loaded.toString());
    }

    public static Path newFolder() {
        try {
            return Files.createTempDirectory("ganchang-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The key that signs the tokens of the server on {@code folder}. */
    static byte[] tokenKey(Path folder) {
        try {
            String text = Files.readString(folder.resolve("secrets/token-hs256.key"), StandardCharsets.US_ASCII);
            return Base64.getUrlDecoder().decode(text.trim());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path folder() {
        return folder;
    }

    /** Of the public listener. */
    public String address() {
        return address;
    }

    /** Signs tokens with this market's key, good ones and others. */
    public TokenForger forger() {
        return forger;
    }

    public String token(Role role, String subject) {
        return forger.token(role, subject);
    }

    public Call get(String path) {
        return call("GET", path);
    }

    public Call post(String path) {
        return call("POST", path);
    }

    public Call put(String path) {
        return call("PUT", path);
    }

    public Call call(String method, String path) {
        return new Call(method, address + path);
    }

    /** A call to the admin listener. */
    public Call admin(String method, String path) {
        return new Call(method, adminAddress + path);
    }

    /** Of the public listener. */
    public RawHttp raw() {
        return RawHttp.to(address);
    }

    /** A word that no test of this run has had yet. */
    public String newName(String prefix) {
        return prefix + '-' + NAMES.incrementAndGet();
    }

    /** A live session of its own. */
    public ShowForTest show() {
        return ShowForTest.live(this);
    }

    /** Ends the server and leaves its folder. */
    public void stop() {
        stop.run();
    }

    @Override
    public void close() {
        stop();
        delete(folder);
    }

    /** Deletes a folder and all in it. */
    public static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
