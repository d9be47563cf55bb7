package io.ganchang.load.process;

/**
 * What a kill cost.
 *
 * @param inFlight requests that had left and not come back at that moment
 * @param readyMs from the kill until orders could be placed: the server's own word, or for Redis the first order
 * @param firstOrderMs from the kill until the first order succeeded that was sent after it
 */
public record Outage(Victim victim, long arrivals, int inFlight, long readyMs, long firstOrderMs) {}
