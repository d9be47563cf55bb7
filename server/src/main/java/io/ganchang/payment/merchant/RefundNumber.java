package io.ganchang.payment.merchant;

/** The numbers under which payment services know our refunds: their ids, as they are. */
public final class RefundNumber {
    private static final String STRAY = "stray-[A-Za-z0-9_-]{22}";

    private RefundNumber() {}

    /**
     * Whether {@code number} is that of a refund of ours that belongs to no session. What a service tells of one needs not
     * be recorded: whoever carried it out has the service's answer.
     */
    public static boolean isStray(String number) {
        return number.matches(STRAY);
    }
}
