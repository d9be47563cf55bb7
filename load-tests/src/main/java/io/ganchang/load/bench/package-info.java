/**
 * Runs the JMH benchmarks and prints what they say of this machine and commit; and the samples that they share.
 *
 * <p>A benchmark lies in the package of what it measures, under this module, as its test does in the server: the steps of an
 * order are no API, and making them public to be measured would make them one.
 */
@NullMarked
package io.ganchang.load.bench;

import org.jspecify.annotations.NullMarked;
