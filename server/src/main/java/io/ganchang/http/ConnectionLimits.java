package io.ganchang.http;

import io.ganchang.config.HttpConfig;

/**
 * How slow the connections of a listener may be, and how many.
 *
 * @param headMsMax from the opening to the end of the first request head
 * @param bodyMsMax from the end of a request head to the end of its body
 * @param keepAliveMsMax from an answer to the end of the next request head
 * @param connectionsMax open at once
 * @param connectionsPerAddressMax of these from one network address, 0 for no such cap
 */
public record ConnectionLimits(
        int headMsMax, int bodyMsMax, int keepAliveMsMax, int connectionsMax, int connectionsPerAddressMax) {

    /** Those of the public listener. */
    public static ConnectionLimits of(HttpConfig config) {
        return new ConnectionLimits(
                config.headMsMax(),
                config.bodyMsMax(),
                config.keepAliveMsMax(),
                config.connectionsMax(),
                config.connectionsPerAddressMax());
    }
}
