/**
 * The proof of the books: pools, orders, counters of limits, events, ledger and what lies downstream, each held against the
 * others at a sequence number.
 *
 * <p>{@link io.ganchang.audit.Auditor} runs it; {@link io.ganchang.audit.Replay} is what the events say, and everything
 * else is compared with that. Owns the ledger's checkpoints. Calls {@code ledger} and {@code redis}; what lies further down
 * comes in as a {@link io.ganchang.audit.Comparison}.
 */
@NullMarked
package io.ganchang.audit;

import org.jspecify.annotations.NullMarked;
