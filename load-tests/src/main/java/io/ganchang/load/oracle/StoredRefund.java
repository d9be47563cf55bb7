package io.ganchang.load.oracle;

/**
 * A row of the ledger's {@code refund} table.
 *
 * @param payment the provider's number for the payment that it goes back from
 * @param stray whether it belongs to no session
 */
public record StoredRefund(
        String id, boolean stray, String payment, String currency, long amountMinor, String reason, String state) {

    boolean isDone() {
        return state.equals("done");
    }
}
