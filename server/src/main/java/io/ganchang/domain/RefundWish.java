package io.ganchang.domain;

import java.util.List;
import java.util.stream.Collectors;

/** How much a host wants to give back: an amount, or the price of some of the units. */
public sealed interface RefundWish {

    /** The wish in one word, such as {@code amount:3990} or {@code lines:melon:2,pear:1}. */
    String spelled();

    /** So many minor units of the order's currency. */
    record Amount(long amountMinor) implements RefundWish {
        @Override
        public String spelled() {
            return "amount:" + amountMinor;
        }
    }

    /** What these units were sold for. */
    record Lines(List<Line> lines) implements RefundWish {
        public Lines {
            lines = List.copyOf(lines);
        }

        @Override
        public String spelled() {
            return lines.stream()
                    .map(line -> line.offer() + ':' + line.quantity())
                    .collect(Collectors.joining(",", "lines:", ""));
        }
    }

    /** Some units of one offer. */
    record Line(String offer, long quantity) {}
}
