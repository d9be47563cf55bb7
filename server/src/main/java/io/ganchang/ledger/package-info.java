/**
 * The durable record of the market: reads every partition's events into SQL exactly once, and answers from there.
 *
 * <p>Owns sessions' birth, the events, orders and delivery data in SQL, and the cursors of all who read them. Calls
 * {@code domain}, {@code config}, {@code redis} and {@code database}.
 */
@NullMarked
package io.ganchang.ledger;

import org.jspecify.annotations.NullMarked;
