package io.ganchang.http;

import io.vertx.core.Future;

/** Where an identity provider's public keys are read from. */
public interface KeySource {
    /** Most bytes of a set of keys. */
    int BYTES_MAX = 262_144;

    /** The JWK set as it is now; fails, with a message for the log, where it cannot be read. */
    Future<String> read();

    /** Whose words a problem uses for the place. */
    String place();
}
