package io.ganchang.load;

import io.ganchang.load.oracle.MoneySums;
import io.ganchang.load.process.Outage;
import io.ganchang.load.report.Fact;
import io.ganchang.load.traffic.Tally;
import io.ganchang.load.traffic.Tally.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The numbers of a run, row by row, as they are printed and shown. */
final class RunTable {
    private static final long READY_MS_PROMISED = 3000;

    /** How late an arrival may be before the run speaks more of its own buyers than of the server. */
    private static final long LATENESS_MS_MAX = 250;

    private final Tally tally;
    private final Findings findings;
    private final List<Fact> rows = new ArrayList<>();

    private RunTable(Tally tally, Findings findings) {
        this.tally = tally;
        this.findings = findings;
    }

    /** All rows. */
    static List<Fact> of(LoadOptions options, Tally tally, Histogram fileAgeMs, Findings findings) {
        RunTable table = new RunTable(tally, findings);
        table.arrivals(options);
        table.counts();
        findings.money().filter(unused -> options.plan().isPrepaid()).ifPresent(table::money);
        table.times(fileAgeMs);
        table.cpu();
        table.outages();
        return List.copyOf(table.rows);
    }

    private void arrivals(LoadOptions options) {
        row("seed", "%d", options.seed());
        row("arrivals", "%,d %s", findings.arrivals(), options.plan().crowd());
        findings.told().forEach((outcome, count) -> row("… " + words(outcome), "%,d", count));
        row(
                "… the last one told",
                "%,d ms after the beginning",
                TimeUnit.NANOSECONDS.toMillis(findings.lastToldNanos()));
    }

    private static String words(String outcome) {
        return switch (outcome) {
            case "done" -> "got it";
            case "given_up" -> "left without answer";
            default -> "told " + outcome;
        };
    }

    private void counts() {
        double seconds = findings.trafficNanos() / 1e9;
        row("attempts", "%,d sent, %,d answered", tally.get(Count.SENT), tally.get(Count.ANSWERED));
        row("orders acked", "%,d (%,.0f/s over %.1f s)", tally.get(Count.ACKED), acked() / seconds, seconds);
        row("repeats answered", "%,d", tally.get(Count.REPLAYED));
        row("cancels acked", "%,d", tally.get(Count.CANCELLED));
        Map<String, Long> refusals = new TreeMap<>();
        tally.refusals().forEach((code, sum) -> refusals.put(code, sum.sum()));
        row("refused", "%s", refusals);
        row("told to come back", "%,d", tally.get(Count.LATER));
        row("outcome unknown", "%,d", tally.get(Count.UNKNOWN));
        row("no connection", "%,d", tally.get(Count.UNSENT));
        row("arrivals kept waiting", "%,d", tally.get(Count.POSTPONED));
        views();
    }

    private void views() {
        Histogram micros = tally.viewMicros();
        if (tally.get(Count.VIEWED) + tally.get(Count.VIEWS_LOST) > 0) {
            row(
                    "page views",
                    "%,d answered, %,d not; p50 %.1f ms, p99 %.1f ms",
                    tally.get(Count.VIEWED),
                    tally.get(Count.VIEWS_LOST),
                    micros.getValueAtPercentile(50) / 1e3,
                    micros.getValueAtPercentile(99) / 1e3);
        }
    }

    private void money(MoneySums money) {
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

    private void times(Histogram fileAgeMs) {
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

    private void cpu() {
        row("CPU of the server", "%s", perOrder(findings.serverCpuMicros()));
        row("CPU of Redis", "%s", perOrder(findings.redisCpuMicros()));
        row("CPU of the buyers", "%s", perOrder(findings.ownCpuMicros()));
        long lateMs = TimeUnit.NANOSECONDS.toMillis(tally.latenessNanosMax());
        row(
                "buyers came",
                "at most %,d ms later than due%s",
                lateMs,
                lateMs > LATENESS_MS_MAX ? "  SATURATED: the buyers were short of processor, not only the server" : "");
    }

    private String perOrder(OptionalLong micros) {
        if (micros.isEmpty() || acked() == 0) {
            return "not measured";
        }
        long viewed = tally.get(Count.VIEWED);
        if (viewed > 0) {
            return String.format(
                    Locale.ROOT,
                    "%,.0f µs per answer, views of the page included",
                    micros.getAsLong() / (double) (tally.get(Count.ANSWERED) + viewed));
        }
        return String.format(
                Locale.ROOT,
                "%,.0f µs per acked order, %,.0f µs per answer",
                micros.getAsLong() / (double) acked(),
                micros.getAsLong() / (double) tally.get(Count.ANSWERED));
    }

    private void outages() {
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

    private long acked() {
        return tally.get(Count.ACKED);
    }

    private void row(String name, String format, Object... values) {
        rows.add(new Fact(name, String.format(Locale.ROOT, format, values)));
    }
}
