package io.ganchang.payment;

/** How an attempt to give money back ended. */
public sealed interface RefundOutcome {

    /** The money is on its way back. */
    record Done() implements RefundOutcome {}

    /** The gateway has taken the order and will tell; asking again does no harm. */
    record Pending() implements RefundOutcome {}

    /** Not now; to be asked again. */
    record Later(String why) implements RefundOutcome {}

    /** The gateway will not do it, however often it is asked. A person has to look. */
    record Refused(String why) implements RefundOutcome {}
}
