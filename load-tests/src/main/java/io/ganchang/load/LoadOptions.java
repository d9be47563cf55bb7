package io.ganchang.load;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a run is to be.
 *
 * @param orders how many arrive at least; the run goes on until every kill has healed
 * @param serverKills how often the server is killed
 * @param redisKills how often its Redis is killed
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
        int serverKills,
        int redisKills,
        @Nullable Path data,
        boolean keep,
        Path serve,
        @Nullable Path journal) {

    int kills() {
        return serverKills + redisKills;
    }
}
