package io.ganchang.redis;

import io.ganchang.domain.SessionId;

/** The keys of one partition, and the only place that spells them. They share a hash tag, so one slot holds them all. */
public record Keys(
        String meta,
        String offers,
        String pools,
        String orders,
        String taken,
        String commands,
        String events,
        String holds,
        String viewers,
        String payments,
        String refunds) {

    public static Keys of(SessionId session) {
        String prefix = "ganchang:{" + session.value() + "}:";
        return new Keys(
                prefix + "meta",
                prefix + "offers",
                prefix + "pools",
                prefix + "orders",
                prefix + "taken",
                prefix + "commands",
                prefix + "events",
                prefix + "holds",
                prefix + "viewers",
                prefix + "payments",
                prefix + "refunds");
    }

    /** The pool of an offer's stock. */
    public static String stockPool(String offer) {
        return "stock:" + offer;
    }
}
