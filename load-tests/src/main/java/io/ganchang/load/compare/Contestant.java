package io.ganchang.load.compare;

import io.ganchang.load.baseline.Aof;

/**
 * A system to compare, as it was asked for.
 *
 * @param name as it was written, which is what it is called
 * @param kind what it is
 * @param aof when its Redis syncs
 * @param apart whether that Redis is started beside the server rather than by it, so that systems which differ in {@code
 *     aof} differ in nothing else
 * @param soldOut whether nothing is left to buy
 * @param ledgerHeld whether the ledger may be written only between the turns
 * @param pool connections to Redis
 * @param eventLoops 0 for one per two cores
 */
record Contestant(
        String name, Kind kind, Aof aof, boolean apart, boolean soldOut, boolean ledgerHeld, int pool, int eventLoops) {
    static final int POOL = 32;
    private static final int CREATED = 201;
    private static final int CONFLICT = 409;

    /** What systems there are. */
    enum Kind {
        GANCHANG,
        BARE,
        USUAL,
        ECHO_FSYNC
    }

    /** One of a kind, as it is where nobody says otherwise. */
    static Contestant plain(String name, Kind kind) {
        return new Contestant(name, kind, Aof.ALWAYS, false, false, false, POOL, 0);
    }

    /** The status of the answers that count. */
    int wantedStatus() {
        return soldOut ? CONFLICT : CREATED;
    }

    Contestant withAof(Aof other) {
        return new Contestant(name, kind, other, true, soldOut, ledgerHeld, pool, eventLoops);
    }

    Contestant withSoldOut() {
        return new Contestant(name, kind, aof, apart, true, ledgerHeld, pool, eventLoops);
    }

    Contestant withLedgerHeld() {
        return new Contestant(name, kind, aof, apart, soldOut, true, pool, eventLoops);
    }

    Contestant withPool(int other) {
        return new Contestant(name, kind, aof, apart, soldOut, ledgerHeld, other, eventLoops);
    }

    Contestant withEventLoops(int other) {
        return new Contestant(name, kind, aof, apart, soldOut, ledgerHeld, pool, other);
    }
}
