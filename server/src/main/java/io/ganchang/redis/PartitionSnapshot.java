package io.ganchang.redis;

import io.ganchang.domain.Offer;
import io.ganchang.domain.Pool;
import io.ganchang.domain.Session;
import io.ganchang.domain.SessionId;
import io.ganchang.domain.SessionState;
import io.ganchang.domain.Words;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A partition as of one sequence number: what {@code pools_read_1} replies. */
public final class PartitionSnapshot {
    private final SessionId id;
    private final long nowMs;
    private final long seq;
    private final Map<String, String> meta;
    private final Map<String, String> offers;
    private final Map<String, String> pools;

    /**
     * @param meta fields of {@code :meta}
     * @param offers offer id → offer record
     * @param pools pool id → pool record
     */
    PartitionSnapshot(
            SessionId id,
            long nowMs,
            long seq,
            Map<String, String> meta,
            Map<String, String> offers,
            Map<String, String> pools) {
        this.id = id;
        this.nowMs = nowMs;
        this.seq = seq;
        this.meta = meta;
        this.offers = offers;
        this.pools = pools;
    }

    public long seq() {
        return seq;
    }

    /** Partition time, in milliseconds. */
    long nowMs() {
        return nowMs;
    }

    /** Number of the partition's clock. */
    long clock() {
        return Long.parseLong(meta.getOrDefault("clock", "0"));
    }

    Standing standing() {
        return new Standing(seq, epoch(), field("tag"), meta.get("frozen"));
    }

    public long epoch() {
        return Long.parseLong(field("epoch"));
    }

    /** UUID of the ledger that the partition belongs to. */
    public String ledgerId() {
        return field("ledger");
    }

    /** Pool id → pool, sorted by id. */
    public Map<String, Pool> pools() {
        Map<String, Pool> parsed = new TreeMap<>();
        pools.forEach((pool, record) -> parsed.put(pool, OfferRecord.parsePool(record)));
        return parsed;
    }

    /** The session that hosts and viewers see, offers sorted by id. */
    public Session session() {
        return new Session(
                id,
                SessionDocument.parse(field("doc")),
                Words.require(SessionState.class, field("state")),
                Long.parseLong(field("version")),
                seq,
                offers());
    }

    private List<Offer> offers() {
        String pinned = field("pinned");
        return offers.keySet().stream()
                .sorted()
                .map(offer -> offer(offer, pinned))
                .toList();
    }

    private Offer offer(String offer, String pinned) {
        String pool = pools.get(Keys.stockPool(offer));
        String record = offers.get(offer);
        if (pool == null || record == null) {
            throw new IllegalArgumentException("offer " + offer + " without a pool");
        }
        return OfferRecord.parse(offer, record, pool, offer.equals(pinned), nowMs);
    }

    private String field(String name) {
        String value = meta.get(name);
        if (value == null) {
            throw new IllegalArgumentException(":meta without " + name);
        }
        return value;
    }
}
