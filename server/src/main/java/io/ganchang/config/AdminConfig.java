package io.ganchang.config;

/**
 * The admin listener: health, metrics, audit, fulfilment.
 *
 * @param port 0 lets the system choose one
 */
public record AdminConfig(String host, int port) {

    static AdminConfig from(Section section) {
        return new AdminConfig(section.text("host"), section.integer("port", 0, Section.PORT_MAX));
    }
}
