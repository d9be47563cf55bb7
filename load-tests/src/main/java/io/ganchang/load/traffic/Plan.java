package io.ganchang.load.traffic;

import java.util.OptionalLong;

/**
 * What a buyer will do about one wish.
 *
 * @param repeatAfterMs when the same request is sent again, 0 for at once and in parallel; empty for never
 * @param cancelAfterMs how long after its order it is cancelled; empty for never
 * @param money what is done about its money
 */
public record Plan(Wish wish, OptionalLong repeatAfterMs, OptionalLong cancelAfterMs, MoneyPlan money) {}
