package io.ganchang.load.traffic;

import io.ganchang.load.journal.Act;
import java.util.List;
import java.util.OptionalLong;

/**
 * What will be done about the money of one order: payments, then perhaps a cancel, then refunds by the host.
 *
 * @param asksFirst whether the buyer asks the server where to pay before paying
 * @param cancelAfterMs how long after the last payment the order is cancelled; empty for never
 */
public record MoneyPlan(
        boolean asksFirst, List<Payment> payments, OptionalLong cancelAfterMs, List<GivingBack> refunds) {
    /** Nobody pays. */
    static final MoneyPlan NONE = new MoneyPlan(false, List.of(), OptionalLong.empty(), List.of());

    public MoneyPlan {
        payments = List.copyOf(payments);
        refunds = List.copyOf(refunds);
    }

    /** What is paid, against what is due. */
    public enum Kind {
        RIGHT,
        TOO_LITTLE,
        TOO_MUCH,
        OTHER_CURRENCY,
        /** The right amount for an order of this session that does not exist. */
        UNKNOWN_ORDER,
        /** The right amount for something that is no order of any session. */
        STRAY
    }

    /**
     * One payment.
     *
     * @param late whether it is made when the hold is over
     * @param place when it is made: from 0, the beginning of the time for it, to 1
     * @param notices how often the gateway tells of it
     * @param renewed whether the last of these notices bears another id
     */
    public record Payment(Kind kind, boolean late, double place, int notices, boolean renewed) {

        static Payment once(Kind kind, boolean late, double place) {
            return new Payment(kind, late, place, 1, false);
        }
    }

    /**
     * One refund by the host.
     *
     * @param beyond whether it is of more than was paid, so that it must be refused
     * @param repeated whether it is asked for twice at once, with one key
     */
    public record GivingBack(Act act, boolean beyond, boolean repeated) {}
}
