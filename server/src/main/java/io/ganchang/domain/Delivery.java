package io.ganchang.domain;

import org.jspecify.annotations.Nullable;

/** Where and to whom an order is delivered. Personal data: never logged, kept in one erasable place. */
public record Delivery(
        @Nullable String division,
        @Nullable String name,
        @Nullable String phone,
        @Nullable String street) {

    /** Says only that there is one, lest it reach a log. */
    @Override
    public String toString() {
        return "Delivery[…]";
    }
}
