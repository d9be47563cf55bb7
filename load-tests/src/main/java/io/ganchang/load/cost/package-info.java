/** What one order costs Redis: time by batch size, and memory. */
@NullMarked
package io.ganchang.load.cost;

import org.jspecify.annotations.NullMarked;
