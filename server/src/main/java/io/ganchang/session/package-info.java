/**
 * Sessions and their offers: birth, what viewers see of them, and the commands of hosts.
 *
 * <p>Owns who may command a session. Calls {@code ordering}, {@code ledger} and {@code redis}.
 */
@NullMarked
package io.ganchang.session;

import org.jspecify.annotations.NullMarked;
