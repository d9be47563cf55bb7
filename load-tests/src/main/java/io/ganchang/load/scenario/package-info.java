/**
 * Scenarios: descriptions of whole shows, in YAML, that a run plays.
 *
 * <p>Owns the form of these files, and nothing of how they are played.
 */
@NullMarked
package io.ganchang.load.scenario;

import org.jspecify.annotations.NullMarked;
