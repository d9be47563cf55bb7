package io.ganchang.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The merchant that is paid through Alipay; all but the address is empty where nobody is.
 *
 * @param appId number of the merchant's application
 * @param sellerId number of the merchant's account, which begins with 2088
 * @param privateKeyFile the application's private key
 * @param publicKeyFile Alipay's public key for this application
 * @param url where Alipay's gateway is
 */
public record AlipayConfig(
        Optional<String> appId,
        Optional<String> sellerId,
        Optional<Path> privateKeyFile,
        Optional<Path> publicKeyFile,
        URI url) {
    private static final URI UNSET = URI.create("https://unset.invalid");

    static AlipayConfig from(Section section) {
        return new AlipayConfig(
                section.optionalShaped("appId", "digits, or nothing", "[0-9]{1,32}"),
                section.optionalShaped("sellerId", "digits, or nothing", "[0-9]{1,32}"),
                section.optionalPath("privateKeyFile"),
                section.optionalPath("publicKeyFile"),
                section.parsed("url", TrustedAddress.FORM, UNSET, TrustedAddress::parse));
    }

    /** The keys that say nothing, although a server that is paid this way needs them. */
    List<String> unsaid() {
        return Need.unmet(
                new Need("appId", appId.isPresent()),
                new Need("sellerId", sellerId.isPresent()),
                new Need("privateKeyFile", privateKeyFile.isPresent()),
                new Need("publicKeyFile", publicKeyFile.isPresent()));
    }
}
