package io.ganchang.ledger;

import io.ganchang.database.Database;
import io.ganchang.database.DatabaseBusy;
import io.ganchang.database.Transaction;
import io.ganchang.domain.CommandStamp;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.PaymentKey;
import io.ganchang.domain.PaymentNotice;
import io.ganchang.domain.PaymentNotice.Kind;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Refund;
import io.ganchang.domain.RefundWish;
import io.ganchang.domain.SessionId;
import io.ganchang.redis.SettleRefund.Settled;
import io.ganchang.redis.TakePayment.Received;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The books of closed sessions, which the ledger alone has, and goes on writing where money moves.
 *
 * <p>Each call is one transaction: it reads where the session's events end, and adds its own behind them. Where another server
 * has done so meanwhile, the cursor says so and the call begins anew.
 */
public final class ClosedLedger implements ClosedBooks {
    /** How often a call begins anew before it is refused as overloaded. */
    private static final int CONFLICTS_MAX = 5;

    private final Database database;
    private final InstantSource clock;
    private final StrayPayments strays;

    ClosedLedger(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.strays = new StrayPayments(database, clock);
    }

    @Override
    public CompletionStage<Outcome<String>> take(SessionId session, Received received) {
        return write(session, books -> books.take(received));
    }

    @Override
    public CompletionStage<Outcome<String>> settle(SessionId session, Settled settled) {
        return write(session, books -> books.settle(settled));
    }

    @Override
    public CompletionStage<Outcome<Refund>> grant(
            SessionId session, CommandStamp stamp, OrderId order, RefundWish wish) {
        return write(session, books -> books.grant(stamp, order, wish));
    }

    @Override
    public CompletionStage<Outcome<String>> takeStray(PaymentNotice notice) {
        return refusingBusy(notice.kind() == Kind.PAID ? strays.take(notice) : strays.settle(notice));
    }

    @Override
    public CompletionStage<Optional<OrderId>> orderOf(PaymentKey payment) {
        return database.read(transaction -> PaymentTable.orderOf(transaction, payment));
    }

    private <T> CompletionStage<Outcome<T>> write(SessionId session, Function<ClosedMoney, Outcome<T>> call) {
        return refusingBusy(write(
                transaction -> call.apply(
                        new ClosedMoney(transaction, ClosedEntry.begin(transaction, session, clock.millis()))),
                CONFLICTS_MAX));
    }

    private <T> CompletionStage<Outcome<T>> write(Function<Transaction, Outcome<T>> body, int conflictsMax) {
        return database.write(body)
                .exceptionallyCompose(failure -> conflictsMax > 0 && causeOf(failure) instanceof CursorConflict
                        ? write(body, conflictsMax - 1)
                        : CompletableFuture.failedFuture(causeOf(failure)));
    }

    private static <T> CompletionStage<Outcome<T>> refusingBusy(CompletionStage<Outcome<T>> outcome) {
        return outcome.exceptionallyCompose(failure -> {
            Throwable cause = causeOf(failure);
            return cause instanceof DatabaseBusy || cause instanceof CursorConflict
                    ? CompletableFuture.completedFuture(
                            Outcome.refused(Problem.OVERLOADED, "Too many calls wait for the ledger."))
                    : CompletableFuture.failedFuture(cause);
        });
    }

    private static Throwable causeOf(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
