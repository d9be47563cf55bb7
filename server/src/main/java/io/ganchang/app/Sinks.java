package io.ganchang.app;

import io.ganchang.config.Config;
import io.ganchang.dispatch.sink.file.FileSink;
import java.util.List;

/** The sinks that the settings ask for. */
final class Sinks {
    private Sinks() {}

    /** Their names, by which the ledger keeps their cursors. */
    static List<String> names(Config config) {
        return config.fulfilment().file() ? List.of(FileSink.NAME) : List.of();
    }
}
