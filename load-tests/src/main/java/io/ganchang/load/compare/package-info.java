/**
 * Systems run in turn under one load on one machine, and compared: what each answers, what it costs by the kernel's
 * account, and whether its books agree with the answers.
 */
@NullMarked
package io.ganchang.load.compare;

import org.jspecify.annotations.NullMarked;
