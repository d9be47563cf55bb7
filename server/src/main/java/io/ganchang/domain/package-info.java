/**
 * Values and rules of the market, on the JDK alone: ids, orders, offers, pools, events, problems.
 *
 * <p>Owns the vocabulary that every other package speaks; calls nobody.
 */
@NullMarked
package io.ganchang.domain;

import org.jspecify.annotations.NullMarked;
