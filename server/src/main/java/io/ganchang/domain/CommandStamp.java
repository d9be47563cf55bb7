package io.ganchang.domain;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Who gives a command and under which conditions.
 *
 * @param commandId derived from the caller's idempotency key, null where there is none
 * @param fingerprint of the command, so that a repeat can be told from another command under the same key
 * @param expectedVersion version that the object must have ({@code If-Match})
 */
public record CommandStamp(
        String actor,
        @Nullable String commandId,
        @Nullable String fingerprint,
        OptionalLong expectedVersion,
        @Nullable String reason) {}
