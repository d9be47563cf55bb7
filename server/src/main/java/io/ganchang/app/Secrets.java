package io.ganchang.app;

import io.ganchang.ordering.OrderKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/** The generated secrets: each a file that only its owner may read (0600), made once and never printed. */
final class Secrets {
    private static final int KEY_BYTES = 32;

    private final Path folder;
    private final SecureRandom random = new SecureRandom();

    Secrets(Path folder) {
        this.folder = folder;
    }

    /** The key that signs and verifies tokens (HS256). */
    byte[] tokenKey() {
        Path file = folder.resolve("token-hs256.key");
        try {
            byte[] key = Base64.getUrlDecoder()
                    .decode(readOrCreate(file, this::newTokenKey).trim());
            if (key.length == KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // answered below, as a key of another length is
        }
        throw new StartException(
                file + " must hold " + KEY_BYTES + " bytes in base64url; restore it, or move it away to"
                        + " have a new one made (all tokens then become invalid)");
    }

    /** The keys that order ids are derived from. */
    OrderKeys orderKeys() {
        Path file = folder.resolve("order.keys");
        readOrCreate(file, () -> OrderKeys.newLine(random));
        try {
            return OrderKeys.load(file);
        } catch (IOException | IllegalArgumentException e) {
            throw new StartException("cannot read the order keys: " + e.getMessage(), e);
        }
    }

    private String newTokenKey() {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key) + '\n';
    }

    private String readOrCreate(Path file, Supplier<String> content) {
        try {
            if (Files.notExists(file)) {
                create(file, content.get());
            }
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new StartException("cannot use the secret " + file + ": " + e.getMessage(), e);
        }
    }

    /** Written aside and linked into place, so that of two that make it at once both read the same whole one. */
    private void create(Path file, String content) throws IOException {
        if (Files.notExists(folder)) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Path aside = Files.createTempFile(
                folder,
                "new-",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(aside, content, StandardCharsets.US_ASCII);
            Files.createLink(file, aside);
        } catch (FileAlreadyExistsException e) {
            // another process was quicker; its secret it is
        } finally {
            Files.delete(aside);
        }
    }
}
