package io.ganchang.config;

import java.nio.file.Path;

/**
 * Where the server keeps what must outlive it.
 *
 * @param folder of Redis's files, the ledger, keys and fulfilment files; one server at a time
 */
public record DataConfig(Path folder) {

    static DataConfig from(Section section) {
        return new DataConfig(section.path("folder"));
    }
}
