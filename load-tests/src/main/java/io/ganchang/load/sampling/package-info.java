/**
 * How a run goes while it goes: what buyers were told, how fast, what stock is left, how large batches are, who uses how
 * much processor.
 *
 * <p>Owns the samples and their bound, and turns them into plots. It asks the server over connections of its own, so that
 * a crowd of buyers does not hide what it wants to see.
 */
@NullMarked
package io.ganchang.load.sampling;

import org.jspecify.annotations.NullMarked;
