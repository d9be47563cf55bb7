package io.ganchang.load;

import io.ganchang.load.oracle.LedgerSnapshot;
import io.ganchang.load.oracle.LedgerSnapshot.Open;
import io.ganchang.load.process.ServerProcess;
import io.ganchang.load.process.Waiting;
import io.ganchang.load.traffic.AuditQuestion.Finding;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits until nothing of a session is open any more: every hold has ended, every refund is carried out. */
final class Settlement {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration ANSWER_BOUND = Duration.ofSeconds(30);

    private final Path ledger;
    private final String session;
    private final ServerProcess server;
    private final Waiting waiting;

    Settlement(Path ledger, String session, ServerProcess server, Waiting waiting) {
        this.ledger = ledger;
        this.session = session;
        this.server = server;
        this.waiting = waiting;
    }

    /**
     * Waits for holds alone.
     *
     * @param question answers with the sequence number that the session has reached, so that a ledger that lags is not
     *     taken for a settled one
     * @return what is still open
     */
    List<String> awaitHolds(Supplier<Future<Finding>> question) throws InterruptedException {
        return await(question, open -> open.held() == 0);
    }

    /** Waits for holds and refunds, as {@link #awaitHolds} does. */
    List<String> awaitAll(Supplier<Future<Finding>> question) throws InterruptedException {
        return await(question, open -> open.held() == 0 && open.refundsDue() == 0);
    }

    private List<String> await(Supplier<Future<Finding>> question, Predicate<Open> settled)
            throws InterruptedException {
        long seq = seq(question);
        if (seq == 0) {
            return List.of("nobody could say how far the session is");
        }
        return waiting.until(() -> isSettled(seq, settled), BOUND) ? List.of() : List.of(open());
    }

    private long seq(Supplier<Future<Finding>> question) throws InterruptedException {
        long[] seq = new long[1];
        for (long pauses = BOUND.dividedBy(PAUSE); pauses > 0 && seq[0] == 0 && server.isAlive(); pauses--) {
            try {
                seq[0] = question.get()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(ANSWER_BOUND.toMillis(), TimeUnit.MILLISECONDS)
                        .seq();
            } catch (ExecutionException | TimeoutException e) {
                seq[0] = 0; // asked again
            }
            waiting.pass(seq[0] == 0 ? PAUSE : Duration.ZERO);
        }
        return seq[0];
    }

    private boolean isSettled(long seq, Predicate<Open> settled) {
        try {
            Open open = LedgerSnapshot.open(ledger, session);
            boolean done = open.ledgerSeq() >= seq && settled.test(open);
            waiting.pass(done ? Duration.ZERO : PAUSE);
            return done || !server.isAlive();
        } catch (SQLException e) {
            return false; // busy, perhaps; asked again until the bound
        }
    }

    private String open() {
        try {
            return LedgerSnapshot.open(ledger, session).toString();
        } catch (SQLException e) {
            return "the ledger cannot be read: " + e.getMessage();
        }
    }
}
