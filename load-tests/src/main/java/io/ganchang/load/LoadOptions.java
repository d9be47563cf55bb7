package io.ganchang.load;

import io.ganchang.load.process.Victim;
import io.ganchang.load.traffic.MoneyMix;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run is to be.
 *
 * @param orders how many arrive at least; the run goes on until every kill has healed
 * @param mix how the orders are paid
 * @param killTimes how often who is killed
 * @param data data folder to use; null for a fresh one
 * @param keep whether the folder of a clean run stays
 * @param serve the script that starts the server
 * @param journal where the journal goes; null for the run's folder
 */
record LoadOptions(
        int orders,
        int perSecond,
        int viewers,
        long seed,
        MoneyMix mix,
        Map<Victim, Integer> killTimes,
        @Nullable Path data,
        boolean keep,
        Path serve,
        @Nullable Path journal) {

    int kills() {
        return killTimes.values().stream().mapToInt(Integer::intValue).sum();
    }
}
