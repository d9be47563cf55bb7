package io.ganchang.load;

import io.ganchang.load.oracle.LedgerSnapshot;
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
     * Waits.
     *
     * @param question answers with the sequence number that the session has reached, so that a ledger that lags is not
     *     taken for a settled one
     * @return what is still open
     */
    List<String> await(Supplier<Future<Finding>> question) throws InterruptedException {
        long seq = seq(question);
        if (seq == 0) {
            return List.of("nobody could say how far the session is");
        }
        return waiting.until(() -> isSettled(seq), BOUND) ? List.of() : List.of(open());
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

    private boolean isSettled(long seq) {
        try {
            LedgerSnapshot.Open open = LedgerSnapshot.open(ledger, session);
            boolean settled = open.ledgerSeq() >= seq && open.held() == 0 && open.refundsDue() == 0;
            waiting.pass(settled ? Duration.ZERO : PAUSE);
            return settled || !server.isAlive();
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
