/** Ganchang: a livestream-sales and flash-order server. */
@NullMarked
package io.ganchang;

import org.jspecify.annotations.NullMarked;
