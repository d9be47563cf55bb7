/**
 * The page that tells of a run: one HTML file that needs no network, with its numbers, its plots and its verdicts.
 *
 * <p>Owns the page's look; knows nothing of how a run is made. uPlot (MIT, its licence beside it and in each page) draws
 * the plots.
 */
@NullMarked
package io.ganchang.load.report;

import org.jspecify.annotations.NullMarked;
