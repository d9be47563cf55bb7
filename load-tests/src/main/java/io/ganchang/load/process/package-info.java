/**
 * The processes of a run: the server and its Redis, started, watched, killed.
 *
 * <p>Owns every signal that is sent and nothing else; calls {@code traffic} to learn when requests are in flight.
 */
@NullMarked
package io.ganchang.load.process;

import org.jspecify.annotations.NullMarked;
