package io.ganchang.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ganchang.config.GuestConfig;
import io.ganchang.domain.Caller;
import io.ganchang.domain.Ids;
import io.ganchang.domain.Role;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets people in who have no account, a bounded number per address and hour. Thread-safe. */
public final class Guests {
    private static final int ADDRESSES_MAX = 100_000;
    private static final int ID_BYTES = 12;

    private final GuestConfig config;
    private final Tokens tokens;
    private final SecureRandom random;
    private final Cache<String, AtomicInteger> admitted = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofHours(1))
            .maximumSize(ADDRESSES_MAX)
            .build();

    public Guests(GuestConfig config, Tokens tokens, SecureRandom random) {
        this.config = config;
        this.tokens = tokens;
        this.random = random;
    }

    /** A guest's id and token. */
    public record Guest(String viewer, Tokens.Issued issued) {}

    public boolean areAllowed() {
        return config.allowed();
    }

    /** A new guest from {@code address}, or empty where that address has had its share for this hour. */
    public Optional<Guest> admit(String address) {
        AtomicInteger count = admitted.get(address, first -> new AtomicInteger());
        if (count.incrementAndGet() > config.perAddressPerHourMax()) {
            return Optional.empty();
        }
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return Optional.of(
                issue(Ids.GUEST_PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(id)));
    }

    /** The same guest with a token that lives anew, or empty where {@code caller} is no guest. */
    public Optional<Guest> renew(Caller caller) {
        return caller.role() == Role.VIEWER && caller.subject().startsWith(Ids.GUEST_PREFIX)
                ? Optional.of(issue(caller.subject()))
                : Optional.empty();
    }

    private Guest issue(String viewer) {
        return new Guest(
                viewer, tokens.issue(viewer, Role.VIEWER, null, TimeUnit.DAYS.toSeconds(config.lifetimeDays())));
    }
}
