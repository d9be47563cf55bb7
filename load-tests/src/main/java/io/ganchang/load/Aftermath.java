package io.ganchang.load;

import io.ganchang.load.journal.JournalReader;
import io.ganchang.load.oracle.Books;
import io.ganchang.load.oracle.BuyersBook;
import io.ganchang.load.oracle.FulfilmentFile;
import io.ganchang.load.oracle.LedgerSnapshot;
import io.ganchang.load.oracle.MoneySums;
import io.ganchang.load.oracle.Oracle;
import io.ganchang.load.oracle.Verdict;
import io.ganchang.load.process.ServerProcess;
import io.ganchang.load.process.Waiting;
import io.ganchang.load.traffic.AuditQuestion.Finding;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What is looked at when the buyers are gone: the server's own audit, then the books, then the audit script. */
final class Aftermath {
    private static final Duration AUDIT_BOUND = Duration.ofSeconds(30);
    private static final Duration CATCH_UP_BOUND = Duration.ofSeconds(30);
    private static final Duration DRAIN_BOUND = Duration.ofSeconds(30);
    private static final Duration AUDIT_PAUSE = Duration.ofMillis(500);

    private final RunFolder folder;
    private final String session;
    private final ServerProcess server;
    private final Waiting waiting;
    private final Consumer<String> news;
    private final Settlement settlement;
    private final List<Verdict> verdicts = new ArrayList<>();
    private OptionalLong stopMs = OptionalLong.empty();
    private Optional<MoneySums> money = Optional.empty();

    Aftermath(RunFolder folder, String session, ServerProcess server, Waiting waiting, Consumer<String> news) {
        this.folder = folder;
        this.session = session;
        this.server = server;
        this.waiting = waiting;
        this.news = news;
        this.settlement = new Settlement(folder.ledger(), session, server, waiting);
    }

    /** Looks at everything, and stops the server on the way. */
    List<Verdict> look(Supplier<Future<Finding>> question, AuditScript script)
            throws IOException, SQLException, InterruptedException {
        news.accept("waiting for holds to end and refunds to be carried out");
        verdict("holds end and refunds are carried out", settlement.awaitAll(question));
        Finding finding = ask(question);
        verdict("the server's audit agrees", finding.ok() ? List.of() : List.of(finding.text()));
        verdict("ledger and file have caught up within " + CATCH_UP_BOUND.toSeconds() + " s", lag(finding.seq()));
        verdict("the server ends within " + DRAIN_BOUND.toSeconds() + " s of SIGTERM", stop());
        news.accept("judging the books");
        Books books = books();
        money = Optional.of(MoneySums.of(books.ledger()));
        verdicts.addAll(Oracle.judge(books));
        verdict("scripts/audit agrees after the end", script.complaints(folder.data()));
        return List.copyOf(verdicts);
    }

    OptionalLong stopMs() {
        return stopMs;
    }

    Optional<MoneySums> money() {
        return money;
    }

    private void verdict(String sentence, List<String> broken) {
        verdicts.add(new Verdict(sentence, broken));
    }

    private Finding ask(Supplier<Future<Finding>> question) throws InterruptedException {
        news.accept("asking the audit");
        Finding last = new Finding(false, 0, "the server is not there to be asked");
        for (long pauses = AUDIT_BOUND.dividedBy(AUDIT_PAUSE); pauses > 0 && !last.ok() && server.isAlive(); pauses--) {
            last = once(question);
            waiting.pass(last.ok() ? Duration.ZERO : AUDIT_PAUSE);
        }
        return last;
    }

    private static Finding once(Supplier<Future<Finding>> question) throws InterruptedException {
        try {
            return question.get()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(AUDIT_BOUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return new Finding(false, 0, e.toString());
        }
    }

    private List<String> lag(long seq) {
        boolean done = waiting.until(() -> hasReached(seq), CATCH_UP_BOUND);
        return done ? List.of() : List.of("they are not at seq " + seq);
    }

    private boolean hasReached(long seq) {
        try {
            LedgerSnapshot.Progress progress = LedgerSnapshot.progress(folder.ledger(), session);
            boolean reached = progress.ledgerSeq() >= seq && progress.sinkSeq() >= seq;
            waiting.pass(reached ? Duration.ZERO : AUDIT_PAUSE);
            return reached;
        } catch (SQLException e) {
            return false; // busy, perhaps; asked again until the bound
        }
    }

    private List<String> stop() {
        try {
            stopMs = OptionalLong.of(server.stopMs(DRAIN_BOUND));
            return List.of();
        } catch (IOException e) {
            server.close();
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private Books books() throws IOException, SQLException {
        Path file = folder.fulfilment(session);
        return new Books(
                new BuyersBook(JournalReader.read(folder.journal())),
                LedgerSnapshot.read(folder.ledger(), session),
                FulfilmentFile.read(file));
    }
}
