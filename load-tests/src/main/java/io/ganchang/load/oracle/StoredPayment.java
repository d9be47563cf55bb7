package io.ganchang.load.oracle;

/**
 * A row of the ledger's {@code payment} table.
 *
 * @param id the provider's number for it
 * @param stray whether it belongs to no session
 * @param order as the provider named it
 */
public record StoredPayment(String id, boolean stray, String order, String currency, long amountMinor) {}
