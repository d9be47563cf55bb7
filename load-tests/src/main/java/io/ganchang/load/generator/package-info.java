/**
 * Load of a known shape and what came of it: when requests are due, how they are sent, what was measured.
 *
 * <p>Owns arrivals, latencies, the generator's own cost. Calls {@code wire}.
 */
@NullMarked
package io.ganchang.load.generator;

import org.jspecify.annotations.NullMarked;
