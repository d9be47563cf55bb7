/**
 * The SQL database under the ledger: opening it, migrating it, transactions on its own threads.
 *
 * <p>Owns connections and the schema's migrations; the rows belong to the {@code …Table} classes of the capabilities. Calls
 * {@code domain} and {@code config}.
 */
@NullMarked
package io.ganchang.database;

import org.jspecify.annotations.NullMarked;
