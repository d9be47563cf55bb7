package io.ganchang.app;

import io.ganchang.ordering.OrderKeys;
import io.ganchang.payment.WebhookSecret;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;

/** The generated secrets: each a file that only its owner may read (0600), made once and never printed. */
final class Secrets {
    private static final String TOKEN_KEY = "token-hs256.key";
    private static final String OLD_TOKEN_KEY = "token-hs256.old.key";
    private static final String SANDBOX_SECRET = "sandbox-webhook.key";
    private static final String OLD_SANDBOX_SECRET = "sandbox-webhook.old.key";
    private static final int KEY_BYTES = 32;

    private final Path folder;
    private final SecureRandom random = new SecureRandom();

    Secrets(Path folder) {
        this.folder = folder;
    }

    /** The key that signs tokens (HS256). */
    byte[] tokenKey() {
        Path file = folder.resolve(TOKEN_KEY);
        return tokenKey(file, readOrCreate(file, this::newTokenKey));
    }

    /** The keys that verify tokens: the one that signs them, and the one before it, where that is still kept. */
    List<byte[]> tokenKeys() {
        byte[] current = tokenKey();
        Path old = folder.resolve(OLD_TOKEN_KEY);
        return Files.exists(old) ? List.of(current, tokenKey(old, read(old))) : List.of(current);
    }

    private static byte[] tokenKey(Path file, String text) {
        try {
            byte[] key = Base64.getUrlDecoder().decode(text.trim());
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

    /** What signs the sandbox's callbacks, and what signed them before, where that is still kept. */
    List<WebhookSecret> sandboxSecrets() {
        Path file = folder.resolve(SANDBOX_SECRET);
        WebhookSecret current = sandboxSecret(file, readOrCreate(file, () -> WebhookSecret.newText(random) + '\n'));
        Path old = folder.resolve(OLD_SANDBOX_SECRET);
        return Files.exists(old) ? List.of(current, sandboxSecret(old, read(old))) : List.of(current);
    }

    private static WebhookSecret sandboxSecret(Path file, String text) {
        return WebhookSecret.parse(text.trim())
                .orElseThrow(
                        () -> new StartException(file + " must hold whsec_ and 24 to 64 bytes in base64; restore it,"
                                + " or move it away to have a new one made"));
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
        } catch (IOException e) {
            throw unusable(file, e);
        }
        return read(file);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static StartException unusable(Path file, IOException cause) {
        return new StartException("cannot use the secret " + file + ": " + cause.getMessage(), cause);
    }

    /** Written aside and linked into place, so that of two that make it at once both read the same whole one. */
    private void create(Path file, String content) throws IOException {
        createFolder();
        Path aside = Files.createTempFile(
                folder,
                "new-",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(aside, content, StandardCharsets.US_ASCII);
            sync(aside);
            Files.createLink(file, aside);
            sync(folder);
        } catch (FileAlreadyExistsException e) {
            // another process was quicker; its secret it is
        } finally {
            Files.delete(aside);
        }
    }

    private void createFolder() throws IOException {
        try {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            // made before, or by another process at this moment
        }
    }

    /** A power failure must not take a key away from the orders that were placed under it. */
    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
