package io.ganchang.redis;

import io.ganchang.domain.Event;
import io.ganchang.domain.Offer;
import io.ganchang.domain.Pool;
import io.ganchang.domain.Session;
import io.ganchang.domain.SessionId;
import io.ganchang.domain.SessionState;
import io.ganchang.domain.Words;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /**
     * The partition of a closed session as its last event tells it, long after the partition is gone.
     *
     * @param closed event {@code session.closed}
     * @throws IllegalArgumentException where it is broken
     */
    public static PartitionSnapshot of(Event closed) {
        FieldReader body = new FieldReader(closed.body(), 3);
        Map<String, String> meta = Map.of(
                "state", body.next(),
                "version", body.next(),
                "doc", body.rest(),
                "epoch", Long.toString(closed.id().epoch()),
                "pinned", "-");
        FinalBooks books = FinalBooks.parse(String.valueOf(closed.attachment()));
        return new PartitionSnapshot(
                closed.id().session(), closed.atMs(), closed.seq(), meta, books.offers(), books.pools());
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

    /** Why nothing may change here, or empty where it may. */
    public Optional<String> frozen() {
        return Optional.ofNullable(meta.get("frozen"));
    }

    /** What an event of the session has for its body: {@code <state> <version> <document>}. */
    public String sessionRecord() {
        return field("state") + ' ' + field("version") + ' ' + field("doc");
    }

    /** Id of the pinned offer, {@code -} for none. */
    public String pinned() {
        return field("pinned");
    }

    /** How many refunds are due. */
    public long refundsDue() {
        return FieldReader.parseLong(meta.getOrDefault("due", "0"));
    }

    /** Offer id → offer record. */
    public Map<String, String> offerRecords() {
        return Map.copyOf(offers);
    }

    /** Pool id → pool, sorted by id. */
    public Map<String, Pool> pools() {
        Map<String, Pool> parsed = new TreeMap<>();
        pools.forEach((pool, record) -> parsed.put(pool, OfferRecord.parsePool(record)));
        return parsed;
    }

    /** The session that hosts and viewers see, offers sorted by id. In a closed one every offer is closed. */
    public Session session() {
        SessionState state = Words.require(SessionState.class, field("state"));
        return new Session(
                id, SessionDocument.parse(field("doc")), state, Long.parseLong(field("version")), seq, offers(state));
    }

    private List<Offer> offers(SessionState state) {
        String pinned = field("pinned");
        return offers.keySet().stream()
                .sorted()
                .map(offer -> offer(offer, pinned))
                .map(offer -> state == SessionState.CLOSED ? offer.closed() : offer)
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
