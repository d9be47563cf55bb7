/** Tests of the settings and their loader. */
@NullMarked
package io.ganchang.config;

import org.jspecify.annotations.NullMarked;
