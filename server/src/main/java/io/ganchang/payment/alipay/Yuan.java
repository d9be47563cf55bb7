package io.ganchang.payment.alipay;

import io.ganchang.domain.PaymentNotice;
import java.util.OptionalLong;

/** Amounts as Alipay writes them, in yuan with up to two decimals, and in fen as we count them. Exact both ways. */
final class Yuan {
    private static final long FEN = 100;
    private static final String SHAPE = "(0|[1-9][0-9]{0,11})(\\.[0-9]{1,2})?";

    private Yuan() {}

    static String of(long fen) {
        long part = fen % FEN;
        return fen / FEN + (part < 10 ? ".0" : ".") + part;
    }

    /** The fen that {@code yuan} spells; empty where it spells no amount above 0, or more than a payment may be. */
    static OptionalLong fen(String yuan) {
        if (!yuan.matches(SHAPE)) {
            return OptionalLong.empty();
        }
        int point = yuan.indexOf('.');
        String whole = point < 0 ? yuan : yuan.substring(0, point);
        String part = (point < 0 ? "" : yuan.substring(point + 1)) + "00";
        long fen = Long.parseLong(whole) * FEN + Long.parseLong(part.substring(0, 2));
        return fen > 0 && fen <= PaymentNotice.AMOUNT_MINOR_MAX ? OptionalLong.of(fen) : OptionalLong.empty();
    }
}
