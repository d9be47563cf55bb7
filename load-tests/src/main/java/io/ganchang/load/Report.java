package io.ganchang.load;

import io.ganchang.load.oracle.MoneySums;
import io.ganchang.load.oracle.Verdict;
import io.ganchang.load.process.Outage;
import io.ganchang.load.traffic.Tally;
import io.ganchang.load.traffic.Tally.Count;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** The table and the verdict at the end of a run. */
final class Report {
    private static final int EXAMPLES_MAX = 5;
    private static final long READY_MS_PROMISED = 3000;

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void print(LoadOptions options, Tally tally, Histogram fileAgeMs, Findings findings) {
        counts(options, tally, findings);
        findings.money().filter(unused -> options.mix().isAny()).ifPresent(money -> money(tally, money));
        times(tally, fileAgeMs, findings);
        cpu(tally, findings);
        outages(findings);
        verdict(findings);
    }

    private void counts(LoadOptions options, Tally tally, Findings findings) {
        double seconds = findings.trafficNanos() / 1e9;
        row("seed", "%d", options.seed());
        row("arrivals", "%,d at %,d/s, %,d viewers", findings.arrivals(), options.perSecond(), options.viewers());
        row("attempts", "%,d sent, %,d answered", tally.get(Count.SENT), tally.get(Count.ANSWERED));
        row("orders acked", "%,d (%,.0f/s over %.1f s)", tally.get(Count.ACKED), acked(tally) / seconds, seconds);
        row("repeats answered", "%,d", tally.get(Count.REPLAYED));
        row("cancels acked", "%,d", tally.get(Count.CANCELLED));
        Map<String, Long> refusals = new TreeMap<>();
        tally.refusals().forEach((code, sum) -> refusals.put(code, sum.sum()));
        row("refused", "%s", refusals);
        row("told to come back", "%,d", tally.get(Count.LATER));
        row("outcome unknown", "%,d", tally.get(Count.UNKNOWN));
        row("no connection", "%,d", tally.get(Count.UNSENT));
        row("arrivals kept waiting", "%,d", tally.get(Count.POSTPONED));
    }

    private void money(Tally tally, MoneySums money) {
        row("held", "%,d", money.held());
        row("… then paid", "%,d", money.paid());
        row("… then expired", "%,d", money.expired());
        row("… then paid late, again", "%,d re-acquired", money.reacquired());
        row("… then cancelled", "%,d", money.cancelled());
        row("payments", "%,d, told in %,d notices", money.payments(), tally.get(Count.NOTICES));
        row("refunds", "%,d carried out; hosts asked for %,d", money.refunds(), money.requested());
        money.currencies()
                .forEach((currency, sum) -> row(
                        "money, " + currency,
                        "paid %s, refunded %s, kept %s",
                        major(sum.paidMinor()),
                        major(sum.refundedMinor()),
                        major(sum.keptMinor())));
    }

    /** All currencies of a run have hundredths. */
    private static String major(long minor) {
        return String.format(Locale.ROOT, "%,d.%02d", minor / 100, minor % 100);
    }

    private void times(Tally tally, Histogram fileAgeMs, Findings findings) {
        Histogram latency = tally.latencyMicros();
        row(
                "due → answered",
                "p50 %.1f ms, p99 %.1f ms, max %.1f ms",
                latency.getValueAtPercentile(50) / 1e3,
                latency.getValueAtPercentile(99) / 1e3,
                latency.getMaxValue() / 1e3);
        row(
                "confirmed → in the file",
                "p50 %d ms, p99 %d ms, max %d ms (%,d lines)",
                fileAgeMs.getValueAtPercentile(50),
                fileAgeMs.getValueAtPercentile(99),
                fileAgeMs.getMaxValue(),
                fileAgeMs.getTotalCount());
        row("launch → ready", "%,d ms", findings.launchReadyMs());
        findings.stopMs().ifPresent(ms -> row("SIGTERM → ended", "%,d ms", ms));
    }

    private void cpu(Tally tally, Findings findings) {
        row("CPU of the server", "%s", perOrder(findings.serverCpuMicros(), tally));
        row("CPU of Redis", "%s", perOrder(findings.redisCpuMicros(), tally));
    }

    private static String perOrder(OptionalLong micros, Tally tally) {
        if (micros.isEmpty() || acked(tally) == 0) {
            return "not measured";
        }
        return String.format(
                Locale.ROOT,
                "%,.0f µs per acked order, %,.0f µs per answer",
                micros.getAsLong() / (double) acked(tally),
                micros.getAsLong() / (double) tally.get(Count.ANSWERED));
    }

    private void outages(Findings findings) {
        for (Outage outage : findings.outages()) {
            row(
                    "kill of " + outage.victim().name().toLowerCase(Locale.ROOT),
                    "ready after %,d ms, first order after %,d ms; %,d in flight at arrival %,d%s",
                    outage.readyMs(),
                    outage.firstOrderMs(),
                    outage.inFlight(),
                    outage.arrivals(),
                    outage.readyMs() > READY_MS_PROMISED ? "  WARNING: over 3 s" : "");
        }
        long slow = findings.outages().stream()
                .filter(outage -> outage.readyMs() > READY_MS_PROMISED)
                .count();
        if (!findings.outages().isEmpty()) {
            row(
                    "ready within 3 s",
                    "%d of %d kills",
                    findings.outages().size() - slow,
                    findings.outages().size());
        }
    }

    private void verdict(Findings findings) {
        out.println();
        for (Verdict verdict : findings.verdicts()) {
            out.println((verdict.kept() ? "kept    " : "BROKEN  ") + verdict.sentence());
            verdict.broken().stream().limit(EXAMPLES_MAX).forEach(flaw -> out.println("          " + flaw));
            if (verdict.broken().size() > EXAMPLES_MAX) {
                out.println("          and " + (verdict.broken().size() - EXAMPLES_MAX) + " more");
            }
        }
        long broken =
                findings.verdicts().stream().filter(verdict -> !verdict.kept()).count();
        out.println();
        out.println(broken == 0 ? "PROMISES KEPT" : broken + " PROMISES BROKEN");
    }

    private static long acked(Tally tally) {
        return tally.get(Count.ACKED);
    }

    private void row(String name, String format, Object... values) {
        out.println(String.format(Locale.ROOT, "%-24s", name) + String.format(Locale.ROOT, format, values));
    }
}
