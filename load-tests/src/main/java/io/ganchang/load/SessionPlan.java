package io.ganchang.load;

import io.ganchang.load.generator.Arrivals;
import io.ganchang.load.traffic.Show;
import java.time.Duration;

/**
 * One session of a run.
 *
 * @param arrivals when its buyers come
 * @param orders how many come at least
 * @param ordersMax how many come at most, where kills have to heal
 * @param views of its page, evenly over the time of its buyers
 * @param span in which the least number comes
 */
record SessionPlan(String title, Show show, Arrivals arrivals, int orders, int ordersMax, long views, Duration span) {}
