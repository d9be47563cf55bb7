package io.ganchang.redis;

import static io.ganchang.redis.FunctionsForTest.KEYS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Judges a partition in which every order is one unit of {@code gift} for a viewer of its own, and was paid once: by its
 * records alone, without the code that wrote them.
 */
final class MoneyJudge {
    private final List<String> problems = new ArrayList<>();
    private long confirmed;
    private long refunds;

    MoneyJudge(FunctionsForTest functions, int orders, long price) {
        Map<String, String> records = functions.commands().hgetall(KEYS.orders());
        check(records.size() == orders, "orders: " + records.size());
        for (Map.Entry<String, String> order : records.entrySet()) {
            look(order.getKey(), order.getValue().split(" ", -1), price);
        }
        long[] pool = numbers(String.valueOf(functions.commands().hget(KEYS.pools(), "stock:gift")));
        check(pool[1] == 0 && pool[2] == confirmed, "pool " + pool[0] + " " + pool[1] + " " + pool[2]);
        check(functions.commands().hlen(KEYS.taken()) == confirmed, "counters of limits");
        check(functions.commands().zcard(KEYS.holds()) == 0, "holds are left");
        for (String refund : functions.commands().hvals(KEYS.refunds())) {
            refunds++;
            check(refund.startsWith("d sandbox:") && refund.contains(" CNY " + price + " "), "refund " + refund);
        }
        long paid = 0;
        for (String payment : functions.commands().hvals(KEYS.payments())) {
            String[] fields = payment.split(" ", -1);
            paid += Long.parseLong(fields[2]) - Long.parseLong(fields[3]);
        }
        check(paid == confirmed * price, "money kept: " + paid + " for " + confirmed + " orders");
        check(String.valueOf(refunds).equals(functions.commands().hget(KEYS.meta(), "due")) || refunds == 0, "due");
    }

    private void look(String id, String[] fields, long price) {
        boolean isConfirmed = fields[0].equals("c");
        confirmed += isConfirmed ? 1 : 0;
        check(fields[7].equals(Long.toString(price)), id + " is paid " + fields[7]);
        check(
                fields.length > 17 && fields[17].equals(isConfirmed ? "0" : Long.toString(price)),
                id + " is " + fields[0] + " and gives back something else");
    }

    private static long[] numbers(String record) {
        return java.util.Arrays.stream(record.split(" ", -1))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    private void check(boolean holds, String otherwise) {
        if (!holds && problems.size() < 20) {
            problems.add(otherwise);
        }
    }

    List<String> problems() {
        return problems;
    }

    long confirmed() {
        return confirmed;
    }

    long refunds() {
        return refunds;
    }
}
