/** The whole life of an order: place, read, cancel. */
@NullMarked
package io.ganchang.ordering;

import org.jspecify.annotations.NullMarked;
