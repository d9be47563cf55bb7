/**
 * The HTTP contract: routes, tokens, guests, bodies, problems.
 *
 * <p>Owns what callers see on the wire. Calls every capability; nothing but the assembly calls it.
 */
@NullMarked
package io.ganchang.http;

import org.jspecify.annotations.NullMarked;
