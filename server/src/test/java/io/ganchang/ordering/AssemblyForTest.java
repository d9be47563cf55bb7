package io.ganchang.ordering;

import io.ganchang.config.LedgerConfig;
import io.ganchang.config.OrderingConfig;
import io.ganchang.domain.Caller;
import io.ganchang.domain.Order;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Problem;
import io.ganchang.domain.RequestedLine;
import io.ganchang.domain.Role;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.LedgerForTest;
import io.ganchang.ledger.LedgerWriter;
import io.ganchang.redis.EventTail;
import io.ganchang.redis.LinkForTest;
import io.ganchang.redis.OffLoopRedis;
import io.ganchang.redis.Partition;
import io.ganchang.redis.ShowForTest;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The parts of one server that place orders and follow their events. Several on one Redis and ledger are several servers. */
final class AssemblyForTest implements AutoCloseable {
    static final OrderingConfig ORDERING = new OrderingConfig(64, 4, 1_000, 2_000, 500);
    static final LedgerConfig LEDGER = new LedgerConfig(1_000_000, 500, 20, 20_000);

    private final Path socket;
    private final OffLoopRedis offLoop;
    private final PartitionGuard guard;
    private final Partitions partitions;
    private final EventTail tail;
    private final LedgerWriter writer;
    private final RequestHasher hasher;
    private final LedgerForTest books;
    private LinkForTest link;
    private Orders orders;

    AssemblyForTest(Path socket, LedgerForTest books, OrderKeys keys) {
        this(socket, books, keys, System::nanoTime);
    }

    /** @param nanoTime its monotonic time */
    AssemblyForTest(Path socket, LedgerForTest books, OrderKeys keys, LongSupplier nanoTime) {
        this.socket = socket;
        this.books = books;
        this.offLoop = OffLoopRedis.toSocket(socket);
        this.guard = new PartitionGuard(books.ledger(), offLoop.openCare());
        this.partitions = new Partitions(books.ledger(), guard, nanoTime);
        this.tail = offLoop.openTail();
        this.writer =
                new LedgerWriter(books.database(), tail, LEDGER, guard, System::nanoTime, ThreadLocalRandom.current());
        this.hasher = new RequestHasher(keys);
        connect(partitions::known);
    }

    /** Begins to write the ledger. */
    AssemblyForTest writing() {
        writer.start();
        return this;
    }

    /** Lets go of Redis; the orders of this server have no way to it until {@link #reconnect}. */
    void disconnect() {
        link.close();
    }

    void reconnect() {
        connect(partitions::known);
    }

    /** As {@link #reconnect}, but for the verification of what it has seen. */
    void reconnectBlindly() {
        connect(List::of);
    }

    private void connect(Supplier<Collection<Partition>> seen) {
        link = LinkForTest.verifying(socket, seen);
        SplittableRandom random = new SplittableRandom();
        orders = new Orders(
                partitions,
                new PartitionCalls(link.link(), hasher, ORDERING, random),
                new OrderBatcher(link.context(), link.link(), ORDERING, ShowForTest.HOLDS, random),
                new ClosedOrders(books.ledger(), hasher),
                writer.progress(),
                LEDGER);
    }

    PartitionGuard guard() {
        return guard;
    }

    LedgerWriter writer() {
        return writer;
    }

    Partition partition(SessionId session) {
        return LinkForTest.result(link.onLoop(() -> partitions.find(session))).orElseThrow();
    }

    /** One box of melons for a viewer; the key is the viewer's name. */
    Outcome<Order> buy(SessionId session, String viewer) {
        return ask(asked -> asked.place(new OrderRequest(
                session,
                new Caller("test", viewer, Role.VIEWER, "live"),
                viewer,
                null,
                List.of(new RequestedLine("melon", 1, OptionalLong.empty())),
                null)));
    }

    Outcome<Order> ask(Function<Orders, Future<Outcome<Order>>> question) {
        return LinkForTest.result(link.onLoop(() -> question.apply(orders)));
    }

    /** The problem that an outcome is refused with; null where it is done. */
    static @Nullable Problem problem(Outcome<Order> outcome) {
        return outcome instanceof Outcome.Refused<Order> refused ? refused.problem() : null;
    }

    @Override
    public void close() {
        link.close();
        writer.close();
        tail.close();
        guard.close();
        offLoop.close();
    }
}
