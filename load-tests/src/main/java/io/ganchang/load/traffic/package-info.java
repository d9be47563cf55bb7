/**
 * The buyers of a load run: what they want, when they come, how they ask until they know.
 *
 * <p>Owns the plan of the run and what is said over HTTP; everything here runs on one event loop. Calls {@code wire},
 * {@code generator}, {@code journal}.
 */
@NullMarked
package io.ganchang.load.traffic;

import org.jspecify.annotations.NullMarked;
