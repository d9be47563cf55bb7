package io.ganchang.ledger;

import io.ganchang.domain.Delivery;
import io.ganchang.domain.Order;
import org.jspecify.annotations.Nullable;

/**
 * An order with where it goes.
 *
 * @param delivery null where the order has none, or none any more
 */
public record DeliveredOrder(Order order, @Nullable Delivery delivery) {}
