/**
 * What a running server tells about itself: metrics, each a documented constant of {@link io.ganchang.telemetry.Metric},
 * and health.
 *
 * <p>Owns the names of the metrics and the meter registry; nobody else sees Micrometer. Capabilities count for themselves
 * and know nothing of metrics; {@code app} ties their counts to names.
 */
@NullMarked
package io.ganchang.telemetry;

import org.jspecify.annotations.NullMarked;
