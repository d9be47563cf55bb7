package io.ganchang.load.traffic;

import io.ganchang.load.journal.Act;
import io.vertx.core.Promise;
import java.util.OptionalLong;

/**
 * One thing that a buyer wants done, from the first attempt to the final answer.
 *
 * @param dueNanos when it was due, where its latency counts
 * @param done completes with the code of the refusal, with {@link #DONE}, or with {@link #GIVEN_UP}
 */
record Errand(Act act, Purchase purchase, Call call, OptionalLong dueNanos, Promise<String> done) {
    static final String DONE = "done";
    static final String GIVEN_UP = "given_up";
}
