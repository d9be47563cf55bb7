package io.ganchang.config;

/**
 * How long sessions stay in Redis once they have ended.
 *
 * @param closeAfterDays how long after its end a session is closed: removed from Redis, and answered for by the ledger
 * @param closeCheckSeconds how often those are looked for
 */
public record SessionsConfig(int closeAfterDays, int closeCheckSeconds) {

    static SessionsConfig from(Section section) {
        return new SessionsConfig(
                section.integer("closeAfterDays", 0, 3_650), section.integer("closeCheckSeconds", 1, 86_400));
    }
}
