/** The kinds of sinks, a package each. */
@NullMarked
package io.ganchang.dispatch.sink;

import org.jspecify.annotations.NullMarked;
