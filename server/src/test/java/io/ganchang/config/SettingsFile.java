package io.ganchang.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A settings file for tests, and what came of loading it. */
record SettingsFile(Path path) {

    static SettingsFile in(Path folder) {
        return new SettingsFile(folder.resolve("ganchang.yaml"));
    }

    Loaded load(String text) throws IOException {
        return load(text, Overrides.none());
    }

    Loaded load(String text, Overrides overrides) throws IOException {
        return ConfigLoader.load(Optional.of(Files.writeString(path, text)), overrides);
    }

    static Config complete(Loaded loaded) {
        assertThat(loaded).isInstanceOf(Loaded.Complete.class);
        return ((Loaded.Complete) loaded).config();
    }

    static List<ConfigProblem> faults(Loaded loaded) {
        assertThat(loaded).isInstanceOf(Loaded.Faulty.class);
        return ((Loaded.Faulty) loaded).problems();
    }

    /** Where a value on that line stands. */
    String line(int number) {
        return path + " line " + number;
    }
}
