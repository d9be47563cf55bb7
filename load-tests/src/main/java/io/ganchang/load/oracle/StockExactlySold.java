package io.ganchang.load.oracle;

import io.ganchang.load.journal.JournalEntry.Offered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Never oversold, never undersold.
 *
 * <p>Two counts that must agree at every event: the units in standing orders, counted from the orders' own lines, and
 * the pools, rebuilt from the deltas that the events claim.
 */
final class StockExactlySold implements Promise {

    @Override
    public String sentence() {
        return "of N units never more, and in the end exactly N are sold";
    }

    @Override
    public Stream<String> broken(Books books) {
        Count count = new Count(books.buyers().offers());
        books.ledger().events().forEach(count::apply);
        books.buyers().offers().values().forEach(offer -> count.close(offer, books));
        return count.broken.stream();
    }

    private static final class Count {
        private final Map<String, Offered> offers;
        private final Map<String, Long> standing = new HashMap<>();
        private final Map<String, PoolCount> pools = new HashMap<>();
        private final Set<String> broken = new LinkedHashSet<>();

        Count(Map<String, Offered> offers) {
            this.offers = offers;
        }

        void apply(StoredEvent event) {
            List<PoolCount.Delta> deltas = PoolCount.deltas(event.deltas());
            deltas.forEach(delta -> pool(delta.pool()).add(delta));
            deltas.stream()
                    .filter(delta -> pool(delta.pool()).isNegative())
                    .forEach(delta -> broken.add("pool " + delta.pool() + " falls below 0"));
            if (event.isOfOrder()) {
                long sign = event.isConfirmed() ? 1 : -1;
                List<StoredLine> lines = event.order().lines();
                lines.forEach(line -> stand(line.offer(), sign * line.quantity()));
                if (!Set.copyOf(deltas).equals(claims(lines, sign))) {
                    broken.add(event + " moves other stock than its lines say");
                }
            }
        }

        private void stand(String offer, long units) {
            long now = standing.merge(offer, units, Long::sum);
            Offered plan = offers.get(offer);
            if (plan == null || now > plan.stock()) {
                broken.add("offer " + offer + " is oversold");
            }
        }

        private static Set<PoolCount.Delta> claims(List<StoredLine> lines, long sign) {
            return lines.stream()
                    .map(line -> new PoolCount.Delta(pool(line), -sign * line.quantity(), 0, sign * line.quantity()))
                    .collect(Collectors.toSet());
        }

        private static String pool(StoredLine line) {
            return "stock:" + line.offer();
        }

        private PoolCount pool(String id) {
            return pools.computeIfAbsent(id, unused -> new PoolCount());
        }

        void close(Offered offer, Books books) {
            PoolCount pool = pool("stock:" + offer.offer());
            long units = standing.getOrDefault(offer.offer(), 0L);
            List<String> flaws = new ArrayList<>();
            if (pool.total() != offer.stock()) {
                flaws.add("has a total of " + pool.total() + " instead of " + offer.stock());
            }
            if (pool.sold() != units) {
                flaws.add("counts " + pool.sold() + " as sold, its orders hold " + units);
            }
            if (books.buyers().isDrained(offer.offer()) && units != offer.stock()) {
                flaws.add("said sold out with " + units + " of " + offer.stock() + " units sold");
            }
            flaws.forEach(flaw -> broken.add("offer " + offer.offer() + " " + flaw));
        }
    }
}
