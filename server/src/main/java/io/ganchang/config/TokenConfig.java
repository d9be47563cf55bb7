package io.ganchang.config;

import io.ganchang.domain.Role;
import io.ganchang.domain.Words;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Tokens: those that this server signs, guests' apart, and those of an identity provider.
 *
 * @param lifetimeDays of a token that {@code scripts/token} prints
 * @param jwksFile file with the provider's public keys (RFC 7517)
 * @param jwksUrl address of the provider's public keys, in place of a file
 * @param issuer {@code iss} that the provider's tokens must have
 * @param audience what must be in the {@code aud} of the provider's tokens
 * @param providerRoles roles that the provider may give
 * @param jwksRefreshSeconds how often the keys are read anew
 */
public record TokenConfig(
        int lifetimeDays,
        Optional<Path> jwksFile,
        Optional<URI> jwksUrl,
        Optional<String> issuer,
        Optional<String> audience,
        Set<Role> providerRoles,
        int jwksRefreshSeconds) {
    /** Issuer of the tokens that this server signs itself; no provider may bear that name. */
    public static final String OWN_ISSUER = "ganchang";

    public TokenConfig {
        providerRoles = Set.copyOf(providerRoles);
    }

    static TokenConfig from(Section section) {
        return new TokenConfig(
                section.integer("lifetimeDays", 1, 3_650),
                section.optionalPath("jwksFile"),
                section.parsed("jwksUrl", TrustedAddress.FORM + ", or nothing", Optional.empty(), TokenConfig::address),
                section.parsed("issuer", "text other than ganchang, or nothing", Optional.empty(), TokenConfig::issuer),
                section.optionalText("audience", "text, or nothing"),
                section.parsed(
                        "providerRoles",
                        "some of viewer, host, partner and ops with commas between them",
                        Set.of(),
                        TokenConfig::roles),
                section.integer("jwksRefreshSeconds", 1, 86_400));
    }

    /** Whether tokens of an identity provider are good here. */
    public boolean hasProvider() {
        return jwksFile.isPresent() || jwksUrl.isPresent();
    }

    private static Optional<Optional<String>> issuer(String text) {
        return text.equals(OWN_ISSUER)
                ? Optional.empty()
                : Optional.of(Optional.of(text).filter(issuer -> !issuer.isBlank()));
    }

    private static Optional<Optional<URI>> address(String text) {
        Optional<URI> address = TrustedAddress.parse(text);
        return text.isBlank() || address.isPresent() ? Optional.of(address) : Optional.empty();
    }

    private static Optional<Set<Role>> roles(String text) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String word : text.split(",", -1)) {
            Optional<Role> role = Words.find(Role.class, word.strip());
            if (role.isEmpty()) {
                return Optional.empty();
            }
            roles.add(role.get());
        }
        return Optional.of(roles);
    }
}
