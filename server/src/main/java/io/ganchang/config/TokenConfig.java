package io.ganchang.config;

/** Tokens that this server signs, those of guests apart. */
public record TokenConfig(int lifetimeDays) {

    static TokenConfig from(Section section) {
        return new TokenConfig(section.integer("lifetimeDays", 1, 3_650));
    }
}
