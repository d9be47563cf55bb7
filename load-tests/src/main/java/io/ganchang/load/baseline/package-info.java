/**
 * Servers to compare with, none of which is part of Ganchang: what the HTTP stack alone can do, what an order costs as it
 * is usually placed, and what one synced write costs.
 *
 * <p>Each takes a request as the server takes it and answers with the reply of the server's size, so that they differ from
 * it only in what they are to show.
 */
@NullMarked
package io.ganchang.load.baseline;

import org.jspecify.annotations.NullMarked;
