/**
 * Judges a load run after the fact, from three books kept by three parties: the buyers' journal, the ledger, the
 * fulfilment file. One class per promise.
 *
 * <p>Shares no code with the server that it judges: it reads the formats that the server documents. Calls
 * {@code journal}.
 */
@NullMarked
package io.ganchang.load.oracle;

import org.jspecify.annotations.NullMarked;
