package io.ganchang.payment.merchant;

import io.ganchang.domain.OrderId;
import io.ganchang.domain.SessionId;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The number under which a merchant's payment services know an order ({@code out_trade_no}): the 16 bytes of the order id's
 * suffix as 32 hexadecimal characters, which is as long as WeChat Pay allows. One order has one number, so it can be paid
 * once.
 */
public final class TradeNumber {
    private static final String SHAPE = "[0-9a-f]{32}";

    private TradeNumber() {}

    public static String of(OrderId order) {
        return HexFormat.of().formatHex(Base64.getUrlDecoder().decode(order.suffix()));
    }

    /** The order of {@code session} that has {@code number}, or empty where it is no number of ours. */
    public static Optional<OrderId> orderOf(SessionId session, String number) {
        if (!number.matches(SHAPE)) {
            return Optional.empty();
        }
        byte[] bytes = HexFormat.of().parseHex(number);
        return Optional.of(
                new OrderId(session, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)));
    }

    /**
     * What a service names as the order of a payment.
     *
     * @param told what we had given it along with the payment, and it gives back: an order id of ours, or anything
     * @param number the payment's own
     * @return {@code told} where the two belong together, otherwise {@code number}, which is the id of no order
     */
    public static String orderNamed(String told, String number) {
        return OrderId.parse(told).map(TradeNumber::of).filter(number::equals).isPresent() ? told : number;
    }
}
