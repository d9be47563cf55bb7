package io.ganchang.payment.wechatpay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganchang.payment.RefundOrder;
import io.ganchang.payment.RefundOutcome;
import io.ganchang.payment.merchant.RefundWords;
import io.ganchang.payment.merchant.StrictJson;
import io.vertx.core.Future;
import java.util.Set;

/**
 * Gives money back through WeChat Pay, which carries out a refund number once. Asking only has it taken; whether the money
 * went back is asked right after.
 */
final class Refunds {
    private static final String TARGET = "/v3/refund/domestic/refunds";

    /** What WeChat Pay will say again to the same request; all else may pass, such as NOT_ENOUGH once there is enough. */
    private static final Set<String> FINAL_CODES = Set.of(
            "PARAM_ERROR",
            "INVALID_REQUEST",
            "NO_AUTH",
            "USER_ACCOUNT_ABNORMAL",
            "MCH_NOT_EXISTS",
            "RESOURCE_NOT_EXISTS");

    private final WechatPayApi api;

    Refunds(WechatPayApi api) {
        this.api = api;
    }

    Future<RefundOutcome> carryOut(RefundOrder order) {
        if (!order.currency().equals(WechatPayGateway.CURRENCY)) {
            return Future.succeededFuture(new RefundOutcome.Refused("WeChat Pay has no " + order.currency()));
        }
        return api.post(TARGET, body(order))
                .compose(answer -> settled(order, answer))
                .otherwise(failure -> new RefundOutcome.Later(String.valueOf(failure.getMessage())));
    }

    private static ObjectNode body(RefundOrder order) {
        ObjectNode body = StrictJson.newObject()
                .put("transaction_id", order.payment().paymentId())
                .put("out_refund_no", order.id())
                .put("reason", RefundWords.of(order.reason()));
        body.putObject("amount")
                .put("refund", order.amountMinor())
                .put("total", order.paidMinor())
                .put("currency", order.currency());
        return body;
    }

    private Future<RefundOutcome> settled(RefundOrder order, WechatPayApi.SignedAnswer answer) {
        if (!answer.isOk()) {
            return Future.succeededFuture(refusal(answer.code()));
        }
        RefundOutcome outcome = outcome(order, answer);
        return outcome instanceof RefundOutcome.Pending ? asked(order) : Future.succeededFuture(outcome);
    }

    /** It is taken, so a failure to ask about it means only that nobody knows yet. */
    private Future<RefundOutcome> asked(RefundOrder order) {
        return api.get(TARGET + '/' + order.id())
                .map(answer -> answer.isOk() ? outcome(order, answer) : new RefundOutcome.Pending())
                .otherwise(failure -> new RefundOutcome.Pending());
    }

    private static RefundOutcome refusal(String code) {
        String why = "WeChat Pay says " + code;
        return FINAL_CODES.contains(code) ? new RefundOutcome.Refused(why) : new RefundOutcome.Later(why);
    }

    private static RefundOutcome outcome(RefundOrder order, WechatPayApi.SignedAnswer answer) {
        if (!StrictJson.text(answer.body(), "out_refund_no").orElse("").equals(order.id())) {
            return new RefundOutcome.Later("WeChat Pay answers about another refund");
        }
        String status = StrictJson.text(answer.body(), "status").orElse("nothing of the refund");
        return switch (status) {
            case "SUCCESS" -> new RefundOutcome.Done();
            case "PROCESSING" -> new RefundOutcome.Pending();
            case "ABNORMAL", "CLOSED" -> new RefundOutcome.Refused("WeChat Pay says " + status);
            default -> new RefundOutcome.Later("WeChat Pay says " + status);
        };
    }
}
