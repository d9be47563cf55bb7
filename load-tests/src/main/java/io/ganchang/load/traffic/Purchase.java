package io.ganchang.load.traffic;

import io.ganchang.load.journal.Act;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a buyer remembers about one wish. Confined to the event loop. */
public final class Purchase {
    private final Wish wish;
    private final Map<Act, Long> finalAtMs = new EnumMap<>(Act.class);
    private int attempts;
    private @Nullable OrderSeen seen;

    Purchase(Wish wish) {
        this.wish = wish;
    }

    public Wish wish() {
        return wish;
    }

    int nextAttempt() {
        return ++attempts;
    }

    /** The id of its order, once an answer has told. */
    @Nullable
    String order() {
        return seen == null ? null : seen.id();
    }

    /** Its order as the last answer showed it. */
    @Nullable
    OrderSeen seen() {
        return seen;
    }

    /** Notes its order; true where this is news. */
    boolean placed(OrderSeen order) {
        boolean news = seen == null;
        seen = order;
        return news;
    }

    /** Notes that an attempt of unknown outcome may be executed until {@code atMs}. */
    void unknownUntil(Act act, long atMs) {
        finalAtMs.merge(act, atMs, Math::max);
    }

    boolean wasUnknown(Act act) {
        return finalAtMs.containsKey(act);
    }

    /** When a refusal of {@code act} is final; long ago where no outcome was unknown. */
    long finalAtMs(Act act) {
        return finalAtMs.getOrDefault(act, Long.MIN_VALUE);
    }
}
