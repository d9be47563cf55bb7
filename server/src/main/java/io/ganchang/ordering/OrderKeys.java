package io.ganchang.ordering;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys from which order ids and fingerprints are derived. The file has one key a line, {@code <id> <base64url>}; the
 * first is for new sessions, the others stay for sessions born under them. Without its key a session cannot sell, since
 * a repeated request would no longer meet its order.
 */
public final class OrderKeys {
    private static final int KEY_BYTES = 32;
    private static final int ID_BYTES = 4;
    private static final String ID = "[A-Za-z0-9_-]{1,16}";

    private final Map<String, byte[]> byId;
    private final String currentId;

    private OrderKeys(Map<String, byte[]> byId) {
        this.byId = byId;
        this.currentId = byId.keySet().iterator().next();
    }

    /**
     * The keys in {@code file}.
     *
     * @throws IllegalArgumentException where a line is not a key, or an id comes twice
     */
    public static OrderKeys load(Path file) throws IOException {
        Map<String, byte[]> keys = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String[] parts = lines.get(i).split(" ", -1);
            byte[] key = parts.length == 2 ? decode(parts[1]) : new byte[0];
            if (key.length != KEY_BYTES || !parts[0].matches(ID)) {
                throw new IllegalArgumentException(
                        file + " line " + (i + 1) + ": expected <id> <" + KEY_BYTES + " bytes in base64url>");
            }
            if (keys.put(parts[0], key) != null) {
                throw new IllegalArgumentException(file + " line " + (i + 1) + ": a second key of this id");
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(file + " has no key");
        }
        return new OrderKeys(keys);
    }

    /** A line with a new key. */
    public static String newLine(SecureRandom random) {
        byte[] key = new byte[KEY_BYTES];
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(key);
        random.nextBytes(id);
        return HexFormat.of().formatHex(id)
                + ' '
                + Base64.getUrlEncoder().withoutPadding().encodeToString(key)
                + '\n';
    }

    /** Id of the key for new sessions. */
    public String currentId() {
        return currentId;
    }

    /** The key of that id, where this server has it. */
    public Optional<byte[]> find(String id) {
        return Optional.ofNullable(byId.get(id)).map(byte[]::clone);
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
