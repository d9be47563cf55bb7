package io.ganchang.app;

import io.ganchang.audit.AuditDepth;
import io.ganchang.audit.AuditReport;
import io.ganchang.audit.AuditReport.Compared;
import io.ganchang.audit.AuditReport.MoneyBalance;
import io.ganchang.audit.AuditReport.OfferBalance;
import io.ganchang.audit.Auditor;
import io.ganchang.ledger.StoredSession;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Audits the sessions of a data folder, beside a running server or without one. */
@Command(
        name = "audit",
        description = "Proves the books of one session or of all: exit 0 when they balance, 1 when not.",
        mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
    private static final int DIFFERENCES = 1;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "SESSION", description = "one session; all without it")
    private @Nullable String session;

    @Option(names = "--full", description = "from the first event on; else from the last checkpoint")
    private boolean full;

    @Mixin
    private final OpenBooks books = new OpenBooks();

    @Override
    public Integer call() {
        return OpenBooks.of(books.config(), this::audit);
    }

    private int audit(Books opened) {
        Auditor auditor = opened.auditor();
        AuditDepth depth = full ? AuditDepth.FULL : AuditDepth.SINCE_CHECKPOINT;
        boolean ok = true;
        for (StoredSession found : wanted(opened.sessions())) {
            AuditReport report = auditor.audit(found, depth, new PrintedProgress(Terminal.err(spec), System::nanoTime));
            print(report);
            ok &= report.ok();
        }
        return ok ? 0 : DIFFERENCES;
    }

    private List<StoredSession> wanted(List<StoredSession> all) {
        List<StoredSession> wanted = all.stream()
                .filter(found -> session == null || found.id().value().equals(session))
                .toList();
        if (session != null && wanted.isEmpty()) {
            throw new StartException("there is no session " + session);
        }
        return wanted;
    }

    private void print(AuditReport report) {
        PrintWriter out = Terminal.out(spec);
        out.printf(
                Locale.ROOT,
                "%s: %s at %d.%d, replay %s, from %s%n",
                report.session(),
                report.ok() ? "the books balance" : "THE BOOKS DO NOT BALANCE",
                report.epoch(),
                report.seq(),
                report.replayMatches() ? "matches" : "differs",
                report.fromSeq() == 0
                        ? "the first event"
                        : "the checkpoint at " + report.fromSeq() + " (--full: from the first event)");
        for (OfferBalance offer : report.offers()) {
            out.printf(
                    Locale.ROOT,
                    "  %-24s total %d = available %d + held %d + sold %d, oversold %d%n",
                    offer.offer(),
                    offer.total(),
                    offer.available(),
                    offer.held(),
                    offer.sold(),
                    offer.oversold());
        }
        for (MoneyBalance money : report.money()) {
            out.printf(
                    Locale.ROOT,
                    "  %-24s paid %d = refunded %d + refund due %d + kept %d (minor units)%n",
                    money.currency(),
                    money.paidMinor(),
                    money.refundedMinor(),
                    money.refundDueMinor(),
                    money.keptMinor());
        }
        for (Compared compared : report.compared()) {
            out.printf(Locale.ROOT, "  %,d %s at %d%n", compared.count(), compared.what(), compared.seq());
        }
        report.problems().forEach(problem -> out.println("  ! " + problem));
        out.flush();
    }
}
