package io.ganchang.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ganchang.audit.Comparison.Reached;
import io.ganchang.audit.MoneySums.Sums;
import io.ganchang.domain.Pool;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the replay of a session's events has come to.
 *
 * @param pools pool id → pool
 * @param totals pool id → what commands put in, less what they took out
 * @param offers offer id → offer record
 * @param session record of the session; empty before its first event
 * @param pinned offer id, {@code -} for none
 * @param orders how many there are
 * @param money currency → its sums
 * @param payments how many there are
 * @param refunds how many there are, due and done
 * @param refundsDue how many are due
 * @param downstream name of a comparison → how far it has come
 */
record VerifiedState(
        Map<String, Pool> pools,
        Map<String, Long> totals,
        Map<String, String> offers,
        String session,
        String pinned,
        long orders,
        Map<String, Sums> money,
        long payments,
        long refunds,
        long refundsDue,
        Map<String, Reached> downstream) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** Where everything begins. */
    static final VerifiedState NOTHING =
            new VerifiedState(Map.of(), Map.of(), Map.of(), "", "-", 0, Map.of(), 0, 0, 0, Map.of());

    VerifiedState {
        pools = new TreeMap<>(pools);
        totals = new TreeMap<>(totals);
        offers = new TreeMap<>(offers);
        money = new TreeMap<>(money);
        downstream = new TreeMap<>(downstream);
    }

    VerifiedState withDownstream(Map<String, Reached> reached) {
        return new VerifiedState(
                pools, totals, offers, session, pinned, orders, money, payments, refunds, refundsDue, reached);
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a state that is no JSON", e);
        }
    }

    /** @throws IllegalArgumentException where it is broken */
    static VerifiedState parse(String json) {
        try {
            return JSON.readValue(json, VerifiedState.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a broken document", e);
        }
    }
}
