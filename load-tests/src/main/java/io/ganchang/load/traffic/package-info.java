/**
 * The buyers of a load run: what they want, when they come, how they ask until they know.
 *
 * <p>Owns the plan of the run and all HTTP; everything here runs on one event loop. Calls {@code journal}.
 */
@NullMarked
package io.ganchang.load.traffic;

import org.jspecify.annotations.NullMarked;
