package io.ganchang.load.oracle;

import io.ganchang.load.journal.Line;
import java.util.List;
import java.util.stream.Collectors;

/** An order of the market on paper, in the making. */
final class PaperOrder {
    final long request;
    final List<Line> lines;
    private final String viewer;
    String state = "-";
    String paidBy = "-";
    long heldUntilMs;
    long paidMinor;
    long refundedMinor;
    long grantedMinor;

    PaperOrder(long request, String viewer, List<Line> lines) {
        this.request = request;
        this.viewer = viewer;
        this.lines = List.copyOf(lines);
    }

    long amountMinor() {
        return lines.stream().mapToLong(Line::quantity).sum() * MarketOnPaper.PRICE_MINOR;
    }

    String stateName() {
        return switch (state) {
            case "h" -> "held";
            case "c" -> "confirmed";
            case "x" -> "cancelled";
            default -> "expired";
        };
    }

    /** How the pools change when its state does. */
    String deltasTo(String next) {
        int available = one(stands(state)) - one(stands(next));
        int held = one(next.equals("h")) - one(state.equals("h"));
        int sold = one(next.equals("c")) - one(state.equals("c"));
        if (available == 0 && held == 0 && sold == 0) {
            return "-";
        }
        return lines.stream()
                .map(line -> "stock:" + line.offer() + '=' + available * line.quantity() + '/' + held * line.quantity()
                        + '/' + sold * line.quantity())
                .collect(Collectors.joining(","));
    }

    private static boolean stands(String state) {
        return state.equals("h") || state.equals("c");
    }

    private static int one(boolean counts) {
        return counts ? 1 : 0;
    }

    String record(long seq) {
        String text = lines.stream()
                .map(line -> line.offer() + ':' + line.quantity() + ':' + MarketOnPaper.PRICE_MINOR)
                .collect(Collectors.joining(","));
        String money = paidMinor == 0 ? "" : " " + paidBy + ' ' + grantedMinor + " -";
        return String.join(
                        " ",
                        state,
                        "A".repeat(16),
                        "" + seq,
                        "1",
                        "0",
                        "" + heldUntilMs,
                        letter(),
                        "" + paidMinor,
                        "" + refundedMinor,
                        "0",
                        "CNY",
                        "live",
                        viewer,
                        "=",
                        text,
                        "-")
                + money;
    }

    private String letter() {
        if (state.equals("h")) {
            return "d";
        }
        if (grantedMinor > refundedMinor) {
            return "r";
        }
        if (paidMinor == 0) {
            return "n";
        }
        return paidMinor == refundedMinor ? "f" : "p";
    }
}
