package io.ganchang.config;

import io.ganchang.domain.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Payments in advance.
 *
 * @param gateways the payment services in use, each once; the first is taken where a buyer names none
 * @param sandboxRefunds what the sandbox says when it is to give money back
 * @param refundAttemptsMax attempts to give money back that may fail before the refund waits for a person
 * @param refundDelayMsMin wait after the first of them; it doubles, with jitter
 * @param refundDelayMsMax longest wait
 */
public record PaymentsConfig(
        List<String> gateways,
        SandboxRefunds sandboxRefunds,
        int refundAttemptsMax,
        int refundDelayMsMin,
        int refundDelayMsMax) {
    public static final String SANDBOX = "sandbox";
    public static final String WECHATPAY = "wechatpay";
    public static final String ALIPAY = "alipay";

    private static final List<String> KNOWN = List.of(SANDBOX, WECHATPAY, ALIPAY);

    /** How the sandbox carries refunds out, so that what operators then see can be rehearsed. */
    public enum SandboxRefunds {
        DONE,
        PENDING,
        REFUSED
    }

    public PaymentsConfig {
        gateways = List.copyOf(gateways);
    }

    static PaymentsConfig from(Section section) {
        return new PaymentsConfig(
                section.parsed(
                        "gateways",
                        "some of sandbox, wechatpay and alipay with commas between them",
                        List.of(SANDBOX),
                        PaymentsConfig::gateways),
                section.parsed(
                        "sandboxRefunds",
                        "done, pending or refused",
                        SandboxRefunds.DONE,
                        word -> Words.find(SandboxRefunds.class, word)),
                section.integer("refundAttemptsMax", 1, 1_000),
                section.integer("refundDelayMsMin", 10, 86_400_000),
                section.integer("refundDelayMsMax", 10, 86_400_000));
    }

    /** How often it is tried to give money back. */
    public RefundPace refundPace() {
        return new RefundPace(refundAttemptsMax, refundDelayMsMin, refundDelayMsMax);
    }

    private static Optional<List<String>> gateways(String text) {
        List<String> gateways = new ArrayList<>();
        for (String word : text.split(",", -1)) {
            String gateway = word.strip();
            if (!KNOWN.contains(gateway) || gateways.contains(gateway)) {
                return Optional.empty();
            }
            gateways.add(gateway);
        }
        return Optional.of(gateways);
    }
}
