package io.ganchang.ordering;

import io.ganchang.domain.OrderId;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Outcome.Done;
import io.ganchang.domain.Outcome.Refused;
import io.ganchang.domain.PaymentNotice;
import io.ganchang.domain.PaymentNotice.Kind;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Refund;
import io.ganchang.domain.RefundWish;
import io.ganchang.ledger.ClosedBooks;
import io.ganchang.redis.GrantRefund;
import io.ganchang.redis.Partition;
import io.ganchang.redis.SettleRefund;
import io.ganchang.redis.SettleRefund.Settled;
import io.ganchang.redis.TakePayment;
import io.ganchang.redis.TakePayment.Received;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What payments and refunds do to orders: in the partition while the session lives, in the ledger once it is closed, and in
 * the ledger alone where no session is named. One per event loop; none of its futures fails on what can be expected.
 */
public final class OrderPayments {
    private static final Logger LOG = LoggerFactory.getLogger(OrderPayments.class);

    private final Partitions partitions;
    private final PartitionCalls calls;
    private final ClosedBooks closedBooks;

    public OrderPayments(Partitions partitions, PartitionCalls calls, ClosedBooks closedBooks) {
        this.partitions = partitions;
        this.calls = calls;
        this.closedBooks = closedBooks;
    }

    /**
     * Takes note of what a gateway tells. The value says what became of it; where it is refused nothing is noted, and the
     * gateway has to tell it again, unless it makes no sense ({@link Problem#INVALID_REQUEST}).
     */
    public Future<Outcome<String>> take(PaymentNotice notice) {
        return orderOf(notice)
                .compose(order ->
                        order.isPresent() ? take(notice, order.get()) : OnCallersLoop.of(closedBooks.takeStray(notice)))
                .map(outcome -> told(notice, outcome));
    }

    /** The order that the notice names; of money that went back and names none, the one that its payment named. */
    private Future<Optional<OrderId>> orderOf(PaymentNotice notice) {
        Optional<OrderId> order = OrderId.parse(notice.order());
        return order.isPresent() || notice.kind() == Kind.PAID
                ? Future.succeededFuture(order)
                : OnCallersLoop.of(closedBooks.orderOf(notice.payment()));
    }

    private Future<Outcome<String>> take(PaymentNotice notice, OrderId order) {
        return notice.kind() == Kind.PAID ? paid(notice, order) : refunded(notice, order);
    }

    private static Outcome<String> told(PaymentNotice notice, Outcome<String> outcome) {
        if (outcome instanceof Done<String> done
                && !done.replayed()
                && !done.value().equals(TakePayment.CONFIRMED)) {
            LOG.info("{} came to: {}", notice, done.value());
        } else if (outcome instanceof Refused<String> refused) {
            LOG.warn("{} is not noted: {}", notice, refused.detail());
        }
        return outcome;
    }

    private Future<Outcome<String>> paid(PaymentNotice notice, OrderId order) {
        Received received = new Received(notice.payment(), order.suffix(), notice.currency(), notice.amountMinor());
        return partitions
                .in(
                        order.session(),
                        partition -> calls.knowingTime(
                                partition,
                                () -> TakePayment.call(calls.link(), partition, calls.head(partition), received)),
                        session -> OnCallersLoop.of(closedBooks.take(session.id(), received)))
                .compose(outcome -> outcome instanceof Refused<String> refused
                                && refused.problem() == Problem.NOT_FOUND // there is no such session
                        ? OnCallersLoop.of(closedBooks.takeStray(notice))
                        : Future.succeededFuture(outcome));
    }

    private Future<Outcome<String>> refunded(PaymentNotice notice, OrderId order) {
        return partitions
                .in(
                        order.session(),
                        partition -> settle(partition, settled(notice, order, partition.orderKeyId())),
                        session -> OnCallersLoop.of(
                                closedBooks.settle(session.id(), settled(notice, order, session.keyId()))))
                .compose(outcome -> outcome instanceof Refused<String> refused
                                && refused.problem() == Problem.NOT_FOUND // a stray one, or not told of yet
                        ? OnCallersLoop.of(closedBooks.takeStray(notice))
                        : Future.succeededFuture(outcome));
    }

    private Settled settled(PaymentNotice notice, OrderId order, String keyId) {
        return new Settled(
                notice.payment(),
                notice.currency(),
                notice.amountMinor(),
                notice.refund()
                        .filter(refund -> refund.session().equals(order.session()))
                        .map(refund -> OptionalLong.of(refund.seq()))
                        .orElseGet(OptionalLong::empty),
                notice.kind() == Kind.REFUNDED_TO_DATE,
                calls.hasher().noticeId(keyId, notice.payment().gateway(), notice.noticeId()));
    }

    private Future<Outcome<String>> settle(Partition partition, Settled settled) {
        return calls.knowingTime(
                partition, () -> SettleRefund.call(calls.link(), partition, calls.head(partition), settled));
    }

    /** Makes a refund due that a host asks for; a repeat of the command gets the same one. */
    public Future<Outcome<Refund>> grant(OrderId order, RefundWish wish, Command command) {
        List<String> words = List.of("refund", order.suffix(), wish.spelled());
        return partitions.in(
                order.session(),
                partition -> calls.knowingTime(
                        partition,
                        () -> GrantRefund.call(
                                calls.link(),
                                partition,
                                calls.head(partition),
                                calls.stamp(partition.session(), partition.orderKeyId(), command, words),
                                order,
                                wish)),
                session -> OnCallersLoop.of(closedBooks.grant(
                        session.id(), calls.stamp(session.id(), session.keyId(), command, words), order, wish)));
    }

    /** Takes note that a refund of ours was carried out. */
    public Future<Outcome<String>> settle(Refund refund) {
        Settled settled = new Settled(
                refund.payment(),
                refund.currency(),
                refund.amountMinor(),
                OptionalLong.of(refund.id().seq()),
                false,
                null);
        return partitions.in(
                refund.id().session(),
                partition -> settle(partition, settled),
                session -> OnCallersLoop.of(closedBooks.settle(session.id(), settled)));
    }
}
