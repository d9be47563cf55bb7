package io.ganchang.ordering;

import io.ganchang.domain.Caller;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Who commands, and under which conditions.
 *
 * @param idempotencyKey where the caller gave one; a repeat with it changes nothing more
 * @param expectedVersion version the object must have ({@code If-Match})
 */
public record Command(
        Caller caller,
        @Nullable String idempotencyKey,
        OptionalLong expectedVersion,
        @Nullable String reason) {

    /** The same command with a reason, where there is one. */
    public Command because(@Nullable String reason) {
        return new Command(caller, idempotencyKey, expectedVersion, reason);
    }
}
