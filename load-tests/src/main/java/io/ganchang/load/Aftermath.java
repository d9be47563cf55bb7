package io.ganchang.load;

import io.ganchang.load.journal.JournalReader;
import io.ganchang.load.oracle.Books;
import io.ganchang.load.oracle.BuyersBook;
import io.ganchang.load.oracle.FulfilmentFile;
import io.ganchang.load.oracle.LedgerSnapshot;
import io.ganchang.load.oracle.MoneySums;
import io.ganchang.load.oracle.Oracle;
import io.ganchang.load.process.ServerProcess;
import io.ganchang.load.process.Waiting;
import io.ganchang.load.traffic.AuditQuestion.Finding;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** What is looked at when the buyers are gone: the server's own audit, then the books, then the audit script. */
final class Aftermath {
    private static final Duration AUDIT_BOUND = Duration.ofSeconds(30);
    private static final Duration CATCH_UP_BOUND = Duration.ofSeconds(30);
    private static final Duration DRAIN_BOUND = Duration.ofSeconds(30);
    private static final Duration AUDIT_PAUSE = Duration.ofMillis(500);

    private final RunFolder folder;
    private final Fairground ground;
    private final List<SessionRun> sessions;
    private final ServerProcess server;
    private final Waiting waiting;
    private final Consumer<String> news;
    private final Docket docket;
    private OptionalLong stopMs = OptionalLong.empty();
    private Optional<MoneySums> money = Optional.empty();

    Aftermath(
            RunFolder folder,
            Fairground ground,
            ServerProcess server,
            Waiting waiting,
            Consumer<String> news,
            Docket docket) {
        this.folder = folder;
        this.ground = ground;
        this.sessions = ground.sessions();
        this.server = server;
        this.waiting = waiting;
        this.news = news;
        this.docket = docket;
    }

    /** Looks at everything, and stops the server on the way. */
    void look(AuditScript script) throws IOException, SQLException, InterruptedException {
        news.accept("waiting for holds to end and refunds to be carried out");
        for (SessionRun session : sessions) {
            verdict(session, "holds end and refunds are carried out", settle(session));
        }
        news.accept("asking the audit");
        for (SessionRun session : sessions) {
            Finding finding = ask(session);
            verdict(session, "the server's audit agrees", finding.ok() ? List.of() : List.of(finding.text()));
            verdict(
                    session,
                    "ledger and file have caught up within " + CATCH_UP_BOUND.toSeconds() + " s",
                    lag(session, finding.seq()));
        }
        docket.add("the server ends within " + DRAIN_BOUND.toSeconds() + " s of SIGTERM", stop());
        news.accept("judging the books");
        for (SessionRun session : sessions) {
            judge(session);
        }
        docket.add("scripts/audit agrees after the end", script.complaints(folder.data()));
    }

    OptionalLong stopMs() {
        return stopMs;
    }

    Optional<MoneySums> money() {
        return money;
    }

    private void verdict(SessionRun session, String sentence, List<String> broken) {
        if (sessions.size() == 1) {
            docket.add(sentence, broken);
        } else {
            docket.add(session.id(), sentence, broken);
        }
    }

    private List<String> settle(SessionRun session) throws InterruptedException {
        return new Settlement(folder.ledger(), session.id(), server, waiting)
                .awaitAll(session.crew().audit()::ask);
    }

    private void judge(SessionRun session) throws IOException, SQLException {
        Books books = new Books(
                new BuyersBook(JournalReader.read(session.journalFile())),
                LedgerSnapshot.read(folder.ledger(), session.id()),
                FulfilmentFile.read(folder.fulfilment(session.id())));
        if (ground.isMeasured(session)) {
            MoneySums sums = MoneySums.of(books.ledger());
            money = Optional.of(money.map(sums::plus).orElse(sums));
        }
        Oracle.judge(books).forEach(verdict -> verdict(session, verdict.sentence(), verdict.broken()));
    }

    private Finding ask(SessionRun session) throws InterruptedException {
        Finding last = new Finding(false, 0, "the server is not there to be asked");
        for (long pauses = AUDIT_BOUND.dividedBy(AUDIT_PAUSE); pauses > 0 && !last.ok() && server.isAlive(); pauses--) {
            last = once(session);
            waiting.pass(last.ok() ? Duration.ZERO : AUDIT_PAUSE);
        }
        return last;
    }

    private static Finding once(SessionRun session) throws InterruptedException {
        try {
            return session.crew()
                    .audit()
                    .ask()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(AUDIT_BOUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return new Finding(false, 0, e.toString());
        }
    }

    private List<String> lag(SessionRun session, long seq) {
        boolean done = waiting.until(() -> hasReached(session.id(), seq), CATCH_UP_BOUND);
        return done ? List.of() : List.of("they are not at seq " + seq);
    }

    private boolean hasReached(String session, long seq) {
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
}
