package io.ganchang.payment.merchant;

/** What a buyer reads in the message of the payment service about a refund. Buyers of these services read Chinese. */
public final class RefundWords {
    private RefundWords() {}

    /**
     * The words for a reason.
     *
     * @param reason a token such as {@code second_payment}
     */
    public static String of(String reason) {
        return switch (reason) {
            case "requested" -> "商家退款";
            case "cancelled" -> "订单已取消";
            case "second_payment" -> "重复付款";
            case "wrong_amount" -> "付款金额与订单不符";
            case "wrong_currency" -> "付款币种与订单不符";
            case "late" -> "付款时订单已失效";
            case "not_due" -> "该订单无需在线付款";
            case "unknown_order" -> "查无此订单";
            default -> "退款";
        };
    }
}
