package io.ganchang.config;

/**
 * How orders travel to Redis.
 *
 * @param ordersPerCallMax most orders in one call
 * @param callsInFlightMax most calls under way per event loop and partition
 * @param ordersWaitingMax most orders waiting per event loop; beyond it they are refused as overloaded
 * @param attemptMs how long after its start an attempt may still execute in Redis
 * @param clockBudgetMs how far the server's idea of the partition time may be off
 */
public record OrderingConfig(
        int ordersPerCallMax, int callsInFlightMax, int ordersWaitingMax, int attemptMs, int clockBudgetMs) {

    static OrderingConfig from(Section section) {
        return new OrderingConfig(
                section.integer("ordersPerCallMax", 1, 256),
                section.integer("callsInFlightMax", 1, 64),
                section.integer("ordersWaitingMax", 1, 1_000_000),
                section.integer("attemptMs", 100, 60_000),
                section.integer("clockBudgetMs", 1, 10_000));
    }
}
