/**
 * The sandbox: a payment service that takes no money, for the demo, for tests and for rehearsals.
 *
 * <p>Owns the tickets that lead to its page, and its notices. Calls nothing but {@code payment} and {@code domain}; its page is
 * in {@code http}.
 */
@NullMarked
package io.ganchang.payment.sandbox;

import org.jspecify.annotations.NullMarked;
