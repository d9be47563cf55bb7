/**
 * Carries events from the ledger to sinks: at least once, in order, each sink at its own pace.
 *
 * <p>Owns what an event looks like outside; each kind of sink has a package of its own below. Calls {@code ledger}, and
 * {@code ordering} for the shape of an order.
 */
@NullMarked
package io.ganchang.dispatch;

import org.jspecify.annotations.NullMarked;
