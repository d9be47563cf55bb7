package io.ganchang.payment.wechatpay;

import io.ganchang.config.WechatPayConfig;
import io.ganchang.payment.merchant.KeyFiles;
import java.security.PrivateKey;
import java.util.Locale;

/**
 * Who the merchant is to WeChat Pay, and the keys between the two.
 *
 * @param serial of the certificate that belongs to {@code privateKey}
 */
record Credentials(
        String appId,
        String merchantId,
        String serial,
        PrivateKey privateKey,
        ResourceCipher cipher,
        PlatformKeys platformKeys) {

    /**
     * Reads the keys.
     *
     * @param config that says all it must
     */
    static Credentials open(WechatPayConfig config) {
        KeyFiles privateKey =
                KeyFiles.of("wechatpay.privateKeyFile", config.privateKeyFile().orElseThrow());
        KeyFiles apiKey =
                KeyFiles.of("wechatpay.apiKeyFile", config.apiKeyFile().orElseThrow());
        return new Credentials(
                config.appId().orElseThrow(),
                config.merchantId().orElseThrow(),
                config.merchantSerial().orElseThrow().toUpperCase(Locale.ROOT),
                privateKey.privateKey(),
                ResourceCipher.of(apiKey.secret())
                        .orElseThrow(
                                () -> apiKey.unusable("an APIv3 key has " + ResourceCipher.KEY_LENGTH + " characters")),
                PlatformKeys.open(config.platformKeys()));
    }

    /** Names it without what is secret. */
    @Override
    public String toString() {
        return "merchant " + merchantId;
    }
}
