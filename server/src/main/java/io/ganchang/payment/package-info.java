/**
 * Money: the gateways that take it, what they tell, and giving it back.
 *
 * <p>Owns the gateways and the carrying out of refunds. What a payment does to an order is decided by {@code ordering}, which
 * it calls, as it does {@code session} and {@code ledger}.
 */
@NullMarked
package io.ganchang.payment;

import org.jspecify.annotations.NullMarked;
