package io.ganchang.config;

/** All settings of a server, section by section; a component is named like its section in the file. */
public record Config(
        HttpConfig http,
        AdminConfig admin,
        DataConfig data,
        RedisConfig redis,
        OrderingConfig ordering,
        HoldsConfig holds,
        LedgerConfig ledger,
        SessionsConfig sessions,
        PaymentsConfig payments,
        WechatPayConfig wechatpay,
        AlipayConfig alipay,
        FulfilmentConfig fulfilment,
        TokenConfig tokens,
        GuestConfig guests,
        PrivacyConfig privacy,
        DemoConfig demo) {

    static Config from(Settings settings) {
        DemoConfig demo = DemoConfig.from(settings.section("demo"));
        return new Config(
                HttpConfig.from(settings.section("http")),
                AdminConfig.from(settings.section("admin")),
                DataConfig.from(settings.section("data")),
                RedisConfig.from(settings.section("redis")),
                OrderingConfig.from(settings.section("ordering")),
                HoldsConfig.from(settings.section("holds")),
                LedgerConfig.from(settings.section("ledger")),
                SessionsConfig.from(settings.section("sessions")),
                PaymentsConfig.from(settings.section("payments")),
                WechatPayConfig.from(settings.section("wechatpay")),
                AlipayConfig.from(settings.section("alipay")),
                FulfilmentConfig.from(settings.section("fulfilment")),
                TokenConfig.from(settings.section("tokens")),
                GuestConfig.from(settings.section("guests"), demo.enabled()),
                PrivacyConfig.from(settings.section("privacy")),
                demo);
    }
}
