package io.ganchang.config;

import java.nio.file.Path;

/**
 * The demo market that opens with the server.
 *
 * @param file its session and offers
 */
public record DemoConfig(boolean enabled, Path file) {

    static DemoConfig from(Section section) {
        return new DemoConfig(section.flag("enabled"), section.path("file"));
    }
}
