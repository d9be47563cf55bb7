package io.ganchang.config;

/**
 * How events travel from the ledger to fulfilment.
 *
 * @param file whether they are written to {@code fulfilment/<session>.jsonl} under the data folder
 * @param eventsPerBatchMax most events in one delivery
 * @param pollMs longest wait before looking for new events
 */
public record FulfilmentConfig(boolean file, int eventsPerBatchMax, int pollMs) {

    static FulfilmentConfig from(Section section) {
        return new FulfilmentConfig(
                section.flag("file"),
                section.integer("eventsPerBatchMax", 1, 10_000),
                section.integer("pollMs", 1, 1_000));
    }
}
