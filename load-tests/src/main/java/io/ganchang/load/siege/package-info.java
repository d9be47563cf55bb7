/** Slow clients beside a normal sale: what they cost everybody else. */
@NullMarked
package io.ganchang.load.siege;

import org.jspecify.annotations.NullMarked;
