package io.ganchang.payment;

import java.util.List;
import java.util.Optional;

/** The gateways in use. */
public final class Gateways {
    private final List<Gateway> gateways;

    /** @param gateways at least one; the first is taken where a buyer names none */
    public Gateways(List<Gateway> gateways) {
        this.gateways = List.copyOf(gateways);
    }

    /** All of them. */
    public List<Gateway> all() {
        return gateways;
    }

    /** The one for buyers who name none. */
    public Gateway preferred() {
        return gateways.get(0);
    }

    /** The gateway of that name, or empty where it is not in use. */
    public Optional<Gateway> find(String name) {
        return gateways.stream().filter(gateway -> gateway.name().equals(name)).findFirst();
    }

    /** The gateway of that class, or empty where it is not in use. */
    public <T extends Gateway> Optional<T> find(Class<T> type) {
        return gateways.stream().filter(type::isInstance).map(type::cast).findFirst();
    }
}
