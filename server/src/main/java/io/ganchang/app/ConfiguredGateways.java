package io.ganchang.app;

import io.ganchang.config.Config;
import io.ganchang.config.PaymentsConfig;
import io.ganchang.payment.Gateway;
import io.ganchang.payment.Gateways;
import io.ganchang.payment.alipay.AlipayGateway;
import io.ganchang.payment.merchant.UnusableKeyException;
import io.ganchang.payment.sandbox.SandboxGateway;
import io.ganchang.payment.wechatpay.WechatPayGateway;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateways that the settings ask for, with their secrets read. */
final class ConfiguredGateways {
    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredGateways.class);

    private ConfiguredGateways() {}

    /** @throws StartException where one of them cannot be used */
    static Gateways open(Vertx vertx, Config config, Secrets secrets, InstantSource clock) {
        return new Gateways(config.payments().gateways().stream()
                .map(name -> open(name, vertx, config, secrets, clock))
                .toList());
    }

    private static Gateway open(String name, Vertx vertx, Config config, Secrets secrets, InstantSource clock) {
        try {
            return switch (name) {
                case PaymentsConfig.SANDBOX -> sandbox(config, secrets, clock);
                case PaymentsConfig.WECHATPAY ->
                    WechatPayGateway.open(vertx, config.wechatpay(), clock, new SecureRandom());
                case PaymentsConfig.ALIPAY -> AlipayGateway.open(vertx, config.alipay(), clock);
                default ->
                    throw new StartException("payments.gateways names " + name + ", which this server does not have");
            };
        } catch (UnusableKeyException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Gateway sandbox(Config config, Secrets secrets, InstantSource clock) {
        if (!config.demo().enabled()) {
            LOG.warn("THE SANDBOX TAKES PAYMENTS HERE: whoever presses its button has paid, and no money moves;"
                    + " before anything is really sold, take sandbox out of payments.gateways");
        }
        return new SandboxGateway(
                secrets.sandboxSecrets(), clock, config.payments().sandboxRefunds());
    }
}
