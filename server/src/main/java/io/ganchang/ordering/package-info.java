/**
 * The whole life of an order: place, read, cancel, pay, expire, refund.
 *
 * <p>Owns the ids of orders and the keys they are derived with, and the batches in which orders reach their partition.
 * Calls {@code redis} and {@code ledger}.
 */
@NullMarked
package io.ganchang.ordering;

import org.jspecify.annotations.NullMarked;
