/**
 * The partition in Redis: its keys, records and functions, the connections to it, its event tail, and the embedded
 * server.
 *
 * <p>Owns everything that is written into Redis and the wording of it; calls {@code domain} and {@code config}.
 */
@NullMarked
package io.ganchang.redis;

import org.jspecify.annotations.NullMarked;
