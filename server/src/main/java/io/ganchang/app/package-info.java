/**
 * The assembly: what starts in which order, how it drains, and the command line.
 *
 * <p>Owns the data folder and the secrets in it. Calls everything; nothing calls it.
 */
@NullMarked
package io.ganchang.app;

import org.jspecify.annotations.NullMarked;
