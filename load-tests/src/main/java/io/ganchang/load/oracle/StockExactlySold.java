package io.ganchang.load.oracle;

import io.ganchang.load.journal.JournalEntry.Offered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Never oversold, never undersold, and what a hold gives back is sold again.
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
        Map<Long, OrderStep> steps = new HashMap<>();
        OrderStep.of(books.ledger()).forEach(step -> steps.put(step.event().seq(), step));
        books.ledger().events().forEach(event -> count.apply(event, steps.get(event.seq())));
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

        void apply(StoredEvent event, @Nullable OrderStep step) {
            List<PoolCount.Delta> deltas = PoolCount.deltas(event.deltas());
            deltas.forEach(delta -> pool(delta.pool()).add(delta));
            deltas.stream()
                    .filter(delta -> pool(delta.pool()).isNegative())
                    .forEach(delta -> broken.add("pool " + delta.pool() + " falls below 0"));
            if (step != null) {
                step.after().lines().forEach(line -> stand(line.offer(), step.claim() * line.quantity()));
                if (!Set.copyOf(deltas).equals(step.deltas())) {
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

        private PoolCount pool(String id) {
            return pools.computeIfAbsent(id, unused -> new PoolCount());
        }

        void close(Offered offer, Books books) {
            PoolCount pool = pool(StoredLine.pool(offer.offer()));
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
