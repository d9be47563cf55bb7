package io.ganchang.ordering;

import io.ganchang.domain.Caller;
import io.ganchang.domain.Delivery;
import io.ganchang.domain.RequestedLine;
import io.ganchang.domain.SessionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A valid request to buy.
 *
 * @param onBehalfOf the viewer a partner orders for, null for everyone else
 * @param lines 1 to {@value #LINES_MAX}, each offer once
 */
public record OrderRequest(
        SessionId session,
        Caller caller,
        String idempotencyKey,
        @Nullable String onBehalfOf,
        List<RequestedLine> lines,
        @Nullable Delivery delivery) {
    /** Most lines of an order. */
    public static final int LINES_MAX = 20;

    /** Most units of a line. */
    public static final int QUANTITY_MAX = 100_000;

    /** Whose limits count. */
    public String viewer() {
        return onBehalfOf == null ? caller.subject() : onBehalfOf;
    }
}
