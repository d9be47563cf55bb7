package io.ganchang.payment.alipay;

import io.ganchang.config.AlipayConfig;
import io.ganchang.payment.merchant.KeyFiles;
import java.security.PrivateKey;
import java.security.PublicKey;

/**
 * Who the merchant is to Alipay, and the keys between the two.
 *
 * @param privateKey that requests are signed with
 * @param alipayKey that verifies what Alipay signs
 */
record Account(String appId, String sellerId, PrivateKey privateKey, PublicKey alipayKey) {

    /**
     * Reads the keys.
     *
     * @param config that says all it must
     */
    static Account open(AlipayConfig config) {
        return new Account(
                config.appId().orElseThrow(),
                config.sellerId().orElseThrow(),
                KeyFiles.of("alipay.privateKeyFile", config.privateKeyFile().orElseThrow())
                        .privateKey(),
                KeyFiles.of("alipay.publicKeyFile", config.publicKeyFile().orElseThrow())
                        .publicKey());
    }

    /** Names it without what is secret. */
    @Override
    public String toString() {
        return "application " + appId;
    }
}
