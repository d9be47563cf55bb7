/**
 * Settings: one immutable record per section, and the loader that reads them from {@code defaults.yaml}, an optional
 * file, the environment and the command line, and reports everything that is wrong with them at once.
 *
 * <p>Owns the keys, their ranges and their wording; calls nobody. Each capability takes the record of its own section.
 */
@NullMarked
package io.ganchang.config;

import org.jspecify.annotations.NullMarked;
