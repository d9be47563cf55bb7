package io.ganchang.config;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The merchant that is paid through WeChat Pay (API v3); all but the address is empty where nobody is.
 *
 * @param appId that is bound to the merchant
 * @param merchantId the merchant's number (mchid)
 * @param merchantSerial serial number of the merchant's API certificate, hexadecimal
 * @param privateKeyFile PEM file with the private key of that certificate
 * @param apiKeyFile file whose only line is the merchant's APIv3 key
 * @param platformKeys what WeChat Pay signs with; several while it changes its key
 * @param url where WeChat Pay's API is
 */
public record WechatPayConfig(
        Optional<String> appId,
        Optional<String> merchantId,
        Optional<String> merchantSerial,
        Optional<Path> privateKeyFile,
        Optional<Path> apiKeyFile,
        List<PlatformKey> platformKeys,
        URI url) {
    private static final URI UNSET = URI.create("https://unset.invalid");

    /**
     * A key of WeChat Pay's.
     *
     * @param id of a public key; a certificate has its serial number
     * @param file PEM
     */
    public record PlatformKey(Optional<String> id, Path file) {}

    public WechatPayConfig {
        platformKeys = List.copyOf(platformKeys);
    }

    static WechatPayConfig from(Section section) {
        return new WechatPayConfig(
                section.optionalShaped("appId", "letters and digits, or nothing", "[A-Za-z0-9]{1,32}"),
                section.optionalShaped("merchantId", "digits, or nothing", "[0-9]{1,32}"),
                section.optionalShaped("merchantSerial", "hexadecimal digits, or nothing", "[0-9A-Fa-f]{1,64}"),
                section.optionalPath("privateKeyFile"),
                section.optionalPath("apiKeyFile"),
                section.parsed(
                        "platformKeys",
                        "paths with commas between them, that of a public key after its id and =, or nothing",
                        List.of(),
                        WechatPayConfig::platformKeys),
                section.parsed("url", TrustedAddress.FORM, UNSET, TrustedAddress::parse));
    }

    /** The keys that say nothing, although a server that is paid this way needs them. */
    List<String> unsaid() {
        return Need.unmet(
                new Need("appId", appId.isPresent()),
                new Need("merchantId", merchantId.isPresent()),
                new Need("merchantSerial", merchantSerial.isPresent()),
                new Need("privateKeyFile", privateKeyFile.isPresent()),
                new Need("apiKeyFile", apiKeyFile.isPresent()),
                new Need("platformKeys", !platformKeys.isEmpty()));
    }

    private static Optional<List<PlatformKey>> platformKeys(String text) {
        List<PlatformKey> keys = new ArrayList<>();
        for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
            Optional<PlatformKey> key = platformKey(part.strip());
            if (key.isEmpty()) {
                return Optional.empty();
            }
            keys.add(key.get());
        }
        return Optional.of(keys);
    }

    private static Optional<PlatformKey> platformKey(String part) {
        int equals = part.indexOf('=');
        String id = part.substring(0, Math.max(equals, 0)).strip();
        String path = part.substring(equals + 1).strip();
        if (path.isEmpty() || (equals >= 0 && !id.matches("[A-Za-z0-9_]{1,64}"))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PlatformKey(Optional.of(id).filter(text -> !text.isEmpty()), Path.of(path)));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
