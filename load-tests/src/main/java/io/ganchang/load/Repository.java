package io.ganchang.load;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/** The checkout that this program was built in, found from where its classes lie. */
final class Repository {
    private Repository() {}

    /** The file at {@code path} in the nearest folder above the classes that has it. */
    static Optional<Path> find(String path) {
        for (Path folder = classes(); folder != null; folder = folder.getParent()) {
            Path file = folder.resolve(path);
            if (Files.exists(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private static Path classes() {
        CodeSource source = Repository.class.getProtectionDomain().getCodeSource();
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("classes lie at no place", e);
        }
    }
}
