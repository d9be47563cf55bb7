/**
 * What the buyers of a load run asked and heard, one JSON line each, written before anything else can know it.
 *
 * <p>Owns the journal file and its wording; calls nobody.
 */
@NullMarked
package io.ganchang.load.journal;

import org.jspecify.annotations.NullMarked;
