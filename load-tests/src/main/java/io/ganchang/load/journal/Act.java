package io.ganchang.load.journal;

/** What a buyer or a host can ask for; each at most once a request, with one key. */
public enum Act {
    PLACE,
    CANCEL,
    /** The buyer asks where to pay. */
    PAY,
    /** The host gives back a line of the order. */
    REFUND_LINES,
    /** The host gives back an amount. */
    REFUND_AMOUNT;

    public boolean isRefund() {
        return this == REFUND_LINES || this == REFUND_AMOUNT;
    }
}
