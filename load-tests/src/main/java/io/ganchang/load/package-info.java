/**
 * The load run: starts a server, lets buyers come, kills what it is told to kill, and judges the books afterwards.
 *
 * <p>Owns the order of a run's phases, its folder, what it prints and puts on its page. Calls {@code scenario}, {@code
 * process}, {@code traffic}, {@code sampling}, {@code report}, {@code
 * journal}, {@code oracle}.
 */
@NullMarked
package io.ganchang.load;

import org.jspecify.annotations.NullMarked;
