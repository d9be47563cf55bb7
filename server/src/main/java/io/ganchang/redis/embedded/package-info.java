/**
 * The Redis that Ganchang brings along: finding a binary, starting, supervising, taking over what a killed server left.
 *
 * <p>Owns the folder {@code redis} of the data folder. Nothing in here knows what is stored.
 */
@NullMarked
package io.ganchang.redis.embedded;

import org.jspecify.annotations.NullMarked;
