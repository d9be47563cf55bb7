/** The rules about who may call whom, held by tests, and a small tree of classes that breaks them on purpose. */
@NullMarked
package io.ganchang.architecture;

import org.jspecify.annotations.NullMarked;
