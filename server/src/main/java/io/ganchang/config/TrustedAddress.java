package io.ganchang.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Addresses over which nobody else can change what is said: https, or http on this machine. */
final class TrustedAddress {
    /** What a problem with one expects. */
    static final String FORM = "an address with https, or http on a loopback address";

    private static final String LOOPBACK = "localhost|127(\\.[0-9]{1,3}){3}|\\[::1]";

    private TrustedAddress() {}

    /** The address that {@code text} spells, or empty where it spells none, or one that cannot be trusted. */
    static Optional<URI> parse(String text) {
        try {
            return Optional.of(new URI(text)).filter(TrustedAddress::isTrustworthy);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isTrustworthy(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        String host = address.getHost();
        return host != null
                && address.getUserInfo() == null
                && (scheme.equals("https") || (scheme.equals("http") && host.matches(LOOPBACK)));
    }
}
