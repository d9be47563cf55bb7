package io.ganchang.config;

/**
 * Viewers without an account.
 *
 * @param allowed whether they may come; in the demo they always may
 * @param perAddressPerHourMax most new guests from one network address in an hour
 * @param lifetimeDays of a guest's token
 */
public record GuestConfig(boolean allowed, int perAddressPerHourMax, int lifetimeDays) {

    static GuestConfig from(Section section, boolean demo) {
        return new GuestConfig(
                section.flag("allowed") || demo,
                section.integer("perAddressPerHourMax", 1, 1_000_000),
                section.integer("lifetimeDays", 1, 3_650));
    }
}
