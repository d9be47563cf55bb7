package io.ganchang.load.compare;

import io.ganchang.load.generator.Measured;
import io.ganchang.load.generator.Requests;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.OptionalLong;

/** A contestant that runs: how it is reached, what it costs, and what its books say in the end. */
final class RunningSystem implements AutoCloseable {
    private static final int CREATED = 201;
    private static final int UNAVAILABLE = 503;

    private final Contestant contestant;
    private final InetSocketAddress address;
    private final Requests requests;
    private final long pid;
    private final OptionalLong redisPid;
    private final Ending ending;
    private long confirmed;
    private long uncertain;

    /** What differs from kind to kind. */
    interface Ending extends AutoCloseable {
        /** What was sold by its own books; it is quiet, and nobody orders any more. */
        OptionalLong unitsSold() throws Exception;

        /** What is wrong with the books, if anything. */
        String faults() throws Exception;

        /** Lets nothing into the ledger until the returned is closed. */
        default AutoCloseable holdLedger() throws Exception {
            return () -> {};
        }

        @Override
        void close() throws IOException;
    }

    RunningSystem(
            Contestant contestant,
            InetSocketAddress address,
            Requests requests,
            long pid,
            OptionalLong redisPid,
            Ending ending) {
        this.contestant = contestant;
        this.address = address;
        this.requests = requests;
        this.pid = pid;
        this.redisPid = redisPid;
        this.ending = ending;
    }

    String name() {
        return contestant.name();
    }

    InetSocketAddress address() {
        return address;
    }

    Requests requests() {
        return requests;
    }

    Cpu cpu() {
        return Cpu.of(pid, redisPid);
    }

    /** Lets nothing into its ledger until the returned is closed, where it was asked for so. */
    AutoCloseable holdLedger() throws Exception {
        return contestant.ledgerHeld() ? ending.holdLedger() : () -> {};
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
        return new BooksCheck(name(), confirmed, uncertain, ending.unitsSold(), ending.faults());
    }

    @Override
    public void close() throws IOException {
        ending.close();
    }
}
