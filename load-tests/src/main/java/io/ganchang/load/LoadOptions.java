package io.ganchang.load;

import io.ganchang.load.process.Victim;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run is to be.
 *
 * @param command how it was asked for, to be repeated
 * @param killTimes how often who is killed
 * @param data data folder to use; null for a fresh one
 * @param keep whether the folder of a clean run stays
 * @param serve the script that starts the server
 * @param journal where the journal goes, of further sessions beside it; null for the run's folder
 * @param page where the page about the run goes; null for none
 */
record LoadOptions(
        RunPlan plan,
        String command,
        long seed,
        Map<Victim, Integer> killTimes,
        @Nullable Path data,
        boolean keep,
        Path serve,
        @Nullable Path journal,
        @Nullable Path page) {

    int kills() {
        return killTimes.values().stream().mapToInt(Integer::intValue).sum();
    }
}
