package io.ganchang.load.compare;

import io.ganchang.load.generator.Measured;
import io.ganchang.load.generator.Requests;
import java.net.InetSocketAddress;
import java.util.OptionalLong;

/** A contestant that runs: how it is reached, what it costs, and what its books say in the end. */
final class RunningSystem {
    private static final int CREATED = 201;
    private static final int UNAVAILABLE = 503;

    private final Contestant contestant;
    private final InetSocketAddress address;
    private final Requests requests;
    private final long pid;
    private final OptionalLong redisPid;
    private final Books books;
    private long confirmed;
    private long uncertain;

    /** Where a system writes down what it has sold. */
    interface Books {
        /** Units, once it is quiet and nobody orders any more; empty where it keeps no books. */
        OptionalLong unitsSold() throws Exception;

        /** What is wrong with them; empty for nothing. */
        default String faults() throws Exception {
            return "";
        }

        /** Lets nothing into its ledger until the returned is closed. */
        default AutoCloseable holdLedger() throws Exception {
            return () -> {};
        }
    }

    RunningSystem(
            Contestant contestant,
            InetSocketAddress address,
            Requests requests,
            long pid,
            OptionalLong redisPid,
            Books books) {
        this.contestant = contestant;
        this.address = address;
        this.requests = requests;
        this.pid = pid;
        this.redisPid = redisPid;
        this.books = books;
    }

    String name() {
        return contestant.name();
    }

    InetSocketAddress address() {
        return address;
    }

    /** One after the other, over all turns, so that no key comes twice. */
    Requests requests() {
        return requests;
    }

    Cpu cpu() {
        return Cpu.of(pid, redisPid);
    }

    /** Whether its Redis has a child at work, whose CPU is not told until it ends: it rewrites its file. */
    boolean isRewriting() {
        return redisPid.isPresent()
                && ProcessHandle.of(redisPid.getAsLong())
                        .map(redis -> redis.children().findAny().isPresent())
                        .orElse(false);
    }

    /** Lets nothing into its ledger until the returned is closed, where it was asked for so. */
    AutoCloseable holdLedger() throws Exception {
        return contestant.ledgerHeld() ? books.holdLedger() : () -> {};
    }

    /** Notes what was answered, for its books. How many of the answers count. */
    long note(Measured measured) {
        confirmed += count(measured, CREATED);
        uncertain += measured.lost() + count(measured, UNAVAILABLE);
        return count(measured, contestant.wantedStatus());
    }

    private static long count(Measured measured, int status) {
        return measured.byStatus().getOrDefault(status, 0L);
    }

    /** What its books say against its answers. */
    BooksCheck checkBooks() throws Exception {
        return new BooksCheck(name(), confirmed, uncertain, books.unitsSold(), books.faults());
    }
}
