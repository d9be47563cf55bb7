/**
 * The proof of the books: pools against the replay of all events at one sequence number, ledger against stream, and what
 * lies downstream against the ledger.
 *
 * <p>Owns no data. Calls {@code ledger} and {@code redis}; what lies further down comes in as a {@link
 * io.ganchang.audit.Comparison}.
 */
@NullMarked
package io.ganchang.audit;

import org.jspecify.annotations.NullMarked;
