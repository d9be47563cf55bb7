package io.ganchang.app;

import io.ganchang.config.Config;
import io.ganchang.config.ConfigLoader;
import io.ganchang.config.ConfigProblem;
import io.ganchang.config.Loaded;
import io.ganchang.config.Overrides;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Loads the settings of a command, or says everything that is wrong with them. */
final class Settings {
    private Settings() {}

    /** The defaults, with another data folder where one is given. */
    static Config of(@Nullable Path data) {
        Overrides overrides = Overrides.none();
        return load(null, data == null ? overrides : overrides.with("data.folder", data.toString()));
    }

    static Config load(@Nullable Path file, Overrides overrides) {
        Loaded loaded = ConfigLoader.load(Optional.ofNullable(file), System.getenv(), overrides);
        if (loaded instanceof Loaded.Faulty faulty) {
            throw new StartException(faulty.problems().stream()
                    .map(ConfigProblem::toString)
                    .collect(Collectors.joining("\n  ", "the settings are not in order:\n  ", "")));
        }
        return ((Loaded.Complete) loaded).config();
    }
}
