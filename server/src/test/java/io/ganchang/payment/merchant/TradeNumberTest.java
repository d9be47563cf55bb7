package io.ganchang.payment.merchant;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.domain.OrderId;
import io.ganchang.domain.SessionId;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An order has one number at a payment service, and the number leads back to it. */
class TradeNumberTest {
    private static final SessionId SESSION = new SessionId("show-919");

    @Test
    void aNumberIsTheOrdersBytesInHexadecimal() {
        byte[] bytes = HexFormat.of().parseHex("00ff10203040506070809fa0b0c0d0e0");
        OrderId order = order(bytes);
        assertThat(TradeNumber.of(order)).isEqualTo("00ff10203040506070809fa0b0c0d0e0");
        assertThat(TradeNumber.orderOf(SESSION, TradeNumber.of(order))).contains(order);
    }

    @Test
    void everyOrderHasANumberOfItsOwn() {
        long seed = 20260919;
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = new byte[16];
            random.nextBytes(bytes);
            String number = TradeNumber.of(order(bytes));
            assertThat(number).as("seed %d", seed).isEqualTo(HexFormat.of().formatHex(bytes));
            assertThat(TradeNumber.orderOf(SESSION, number)).contains(order(bytes));
        }
    }

    @Test
    void whatIsNoNumberOfOursLeadsNowhere() {
        assertThat(TradeNumber.orderOf(SESSION, "")).isEmpty();
        assertThat(TradeNumber.orderOf(SESSION, "00FF10203040506070809FA0B0C0D0E0"))
                .isEmpty();
        assertThat(TradeNumber.orderOf(SESSION, "00ff10203040506070809fa0b0c0d0e"))
                .isEmpty();
    }

    @Test
    void anOrderIsNamedOnlyWhereItBelongsToTheNumber() {
        OrderId order = order(new byte[16]);
        String number = TradeNumber.of(order);
        assertThat(TradeNumber.orderNamed(order.toString(), number)).isEqualTo(order.toString());
        assertThat(TradeNumber.orderNamed(order.toString(), "another")).isEqualTo("another");
        assertThat(TradeNumber.orderNamed("another shop's words", number)).isEqualTo(number);
        assertThat(TradeNumber.orderNamed("", number)).isEqualTo(number);
    }

    private static OrderId order(byte[] bytes) {
        return new OrderId(SESSION, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}
