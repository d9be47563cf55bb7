package io.ganchang.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the settings: {@code defaults.yaml}, which has every key, under an optional file, under the environment, under the
 * command line. It never stops at the first problem.
 */
public final class ConfigLoader {
    /** Resource with every key and its default. */
    static final String DEFAULTS = "/defaults.yaml";

    private static final int FILE_BYTES_MAX = 1 << 20;

    private final List<ConfigProblem> problems = new ArrayList<>();

    private ConfigLoader() {}

    /** The settings of a server whatever the environment says. */
    public static Loaded load(Optional<Path> file, Overrides overrides) {
        return load(file, Map.of(), overrides);
    }

    /**
     * The settings of a server.
     *
     * @param file laid over the defaults; it may leave out what it does not change
     * @param environment all variables there are; those of no setting are passed over
     */
    public static Loaded load(Optional<Path> file, Map<String, String> environment, Overrides overrides) {
        return new ConfigLoader().read(file, environment, overrides);
    }

    private Loaded read(Optional<Path> file, Map<String, String> environment, Overrides overrides) {
        Node.Mapping defaults = YamlReader.read("defaults.yaml", defaultsText(), problems);
        Overlay overlay = new Overlay(defaults, problems);
        Node.Mapping tree =
                file.map(path -> overlay.lay(defaults, readFile(path))).orElse(defaults);
        tree = overlay.lay(tree, new Environment(defaults).tree(environment, problems));
        Settings settings = new Settings(overlay.lay(tree, overrides.tree()), problems);
        Config config = Config.from(settings);
        Combinations.check(settings, config);
        return problems.isEmpty() ? new Loaded.Complete(config) : new Loaded.Faulty(problems);
    }

    private Node.Mapping readFile(Path file) {
        String name = file.toString();
        try {
            if (!Files.isRegularFile(file)) {
                unreadable(name, Files.exists(file) ? "not a file" : "no such file");
            } else if (Files.size(file) > FILE_BYTES_MAX) {
                unreadable(name, "more than " + FILE_BYTES_MAX + " bytes");
            } else {
                return YamlReader.read(name, Files.readString(file), problems);
            }
        } catch (CharacterCodingException e) {
            unreadable(name, "bytes that are not UTF-8");
        } catch (IOException e) {
            unreadable(name, "a file that cannot be read");
        }
        return Node.Mapping.empty(name);
    }

    private void unreadable(String name, String found) {
        problems.add(new ConfigProblem(name, "--config", found, "a readable YAML file"));
    }

    private static String defaultsText() {
        try (InputStream in = ConfigLoader.class.getResourceAsStream(DEFAULTS)) {
            if (in == null) {
                throw new IllegalStateException("defaults.yaml is not on the classpath");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
