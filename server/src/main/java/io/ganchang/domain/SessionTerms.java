package io.ganchang.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is decided about a session before and beside the show.
 *
 * @param host subject of the host
 * @param operators subjects that may command the session beside the host
 * @param startsAtMs planned start, epoch milliseconds
 * @param video address of the show's video
 * @param rehearsal whether nothing is really sold
 * @param holdsPerViewer unpaid orders that one viewer may have; 0 for any number, null for what the server's settings say
 */
public record SessionTerms(
        String title,
        String host,
        List<String> operators,
        @Nullable String festival,
        @Nullable Long startsAtMs,
        @Nullable String video,
        boolean rehearsal,
        @Nullable Long holdsPerViewer) {

    public SessionTerms {
        operators = List.copyOf(operators);
    }
}
