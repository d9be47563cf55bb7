package io.ganchang.config;

/**
 * What unpaid orders may hold, and for how long.
 *
 * @param perViewerMax unpaid holds that one viewer may have in a session, 0 for any number; a session may say otherwise
 * @param lapsesMax a viewer of whom as many holds have lapsed in a session since they last paid gets short ones; 0: nobody
 * @param shortSeconds how long those are at most
 * @param sweepMs how often holds whose time is over are looked for
 */
public record HoldsConfig(int perViewerMax, int lapsesMax, int shortSeconds, int sweepMs) {

    static HoldsConfig from(Section section) {
        return new HoldsConfig(
                section.integer("perViewerMax", 0, 1_000),
                section.integer("lapsesMax", 0, 1_000),
                section.integer("shortSeconds", 1, 86_400),
                section.integer("sweepMs", 10, 60_000));
    }
}
