package io.ganchang.payment.alipay;

import io.ganchang.payment.RefundOrder;
import io.ganchang.payment.RefundOutcome;
import io.ganchang.payment.merchant.RefundWords;
import io.ganchang.payment.merchant.StrictJson;
import io.vertx.core.Future;
import java.util.Set;

/**
 * Gives money back through Alipay, which carries out a refund number once. Its code 10000 says that the call went well; that
 * money moved, {@code fund_change} says. A call that moves none, as a repeat does, is followed by the question how the refund
 * stands.
 */
final class Refunds {
    private static final String REFUND = "alipay.trade.refund";
    private static final String QUERY = "alipay.trade.fastpay.refund.query";

    /** What Alipay will say again to the same request; all else may pass, such as a seller's balance that is too low. */
    private static final Set<String> FINAL_CODES = Set.of(
            "ACQ.INVALID_PARAMETER",
            "ACQ.TRADE_NOT_EXIST",
            "ACQ.TRADE_STATUS_ERROR",
            "ACQ.TRADE_HAS_CLOSE",
            "ACQ.TRADE_HAS_FINISHED",
            "ACQ.TRADE_NOT_ALLOW_REFUND",
            "ACQ.REASON_TRADE_BEEN_FREEZEN",
            "ACQ.REASON_TRADE_REFUND_FEE_ERR",
            "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL",
            "ACQ.REFUND_FEE_ERROR",
            "ACQ.DISCORDANT_REPEAT_REQUEST");

    private final AlipayApi api;

    Refunds(AlipayApi api) {
        this.api = api;
    }

    Future<RefundOutcome> carryOut(RefundOrder order) {
        if (!order.currency().equals(AlipayGateway.CURRENCY)) {
            return Future.succeededFuture(new RefundOutcome.Refused("Alipay has no " + order.currency()));
        }
        return api.call(
                        REFUND,
                        StrictJson.newObject()
                                .put("trade_no", order.payment().paymentId())
                                .put("refund_amount", Yuan.of(order.amountMinor()))
                                .put("refund_reason", RefundWords.of(order.reason()))
                                .put("out_request_no", order.id()))
                .compose(answer -> settled(order, answer))
                .otherwise(failure -> new RefundOutcome.Later(String.valueOf(failure.getMessage())));
    }

    private Future<RefundOutcome> settled(RefundOrder order, AlipayApi.Answer answer) {
        if (!answer.isOk()) {
            return Future.succeededFuture(refusal(answer.code()));
        }
        if (!answer.is("trade_no", order.payment().paymentId())) {
            return Future.succeededFuture(new RefundOutcome.Later("Alipay answers about another payment"));
        }
        return answer.is("fund_change", "Y") ? Future.succeededFuture(new RefundOutcome.Done()) : asked(order);
    }

    /** It is taken, so a failure to ask about it means only that nobody knows yet. */
    private Future<RefundOutcome> asked(RefundOrder order) {
        return api.call(
                        QUERY,
                        StrictJson.newObject()
                                .put("trade_no", order.payment().paymentId())
                                .put("out_request_no", order.id()))
                .<RefundOutcome>map(
                        answer -> isDone(order, answer) ? new RefundOutcome.Done() : new RefundOutcome.Pending())
                .otherwise(failure -> new RefundOutcome.Pending());
    }

    private static boolean isDone(RefundOrder order, AlipayApi.Answer answer) {
        return answer.isOk()
                && answer.is("out_request_no", order.id())
                && answer.is("trade_no", order.payment().paymentId())
                && answer.is("refund_status", "REFUND_SUCCESS");
    }

    private static RefundOutcome refusal(String code) {
        String why = "Alipay says " + code;
        return FINAL_CODES.contains(code) ? new RefundOutcome.Refused(why) : new RefundOutcome.Later(why);
    }
}
