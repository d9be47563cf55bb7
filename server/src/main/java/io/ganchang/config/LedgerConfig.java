package io.ganchang.config;

/**
 * How events travel from Redis into the ledger.
 *
 * @param backlogEventsMax events the ledger may be behind before new orders are refused as overloaded
 * @param entriesPerTransactionMax most stream entries in one transaction
 * @param pollMs longest wait before looking for new entries
 * @param trimMarginEvents events behind the ledger that stay in Redis for readers that are slower
 */
public record LedgerConfig(int backlogEventsMax, int entriesPerTransactionMax, int pollMs, int trimMarginEvents) {

    static LedgerConfig from(Section section) {
        return new LedgerConfig(
                section.integer("backlogEventsMax", 1_000, 100_000_000),
                section.integer("entriesPerTransactionMax", 1, 10_000),
                section.integer("pollMs", 1, 1_000),
                section.integer("trimMarginEvents", 0, 100_000_000));
    }
}
