package io.ganchang.load.oracle;

import io.ganchang.load.journal.Act;
import io.ganchang.load.journal.JournalEntry.Acked;
import io.ganchang.load.journal.JournalEntry.Offered;
import io.ganchang.load.journal.JournalEntry.RefundWanted;
import io.ganchang.load.journal.JournalEntry.Sent;
import io.ganchang.load.journal.JournalEntry.Unknown;
import io.ganchang.load.journal.JournalEntry.Wanted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Everything that passed between one request's buyer and the server. */
final class Dealings {
    private final Wanted wanted;
    private final Map<Integer, Sent> sent = new HashMap<>();
    private final List<Acked> acked = new ArrayList<>();
    private final List<Unknown> unknown = new ArrayList<>();
    private final Map<Act, RefundWanted> refunds = new EnumMap<>(Act.class);

    Dealings(Wanted wanted) {
        this.wanted = wanted;
    }

    void add(Sent attempt) {
        sent.put(attempt.attempt(), attempt);
    }

    void add(RefundWanted refund) {
        refunds.put(refund.act(), refund);
    }

    void add(Acked answer) {
        acked.add(answer);
    }

    void add(Unknown attempt) {
        unknown.add(attempt);
    }

    Wanted wanted() {
        return wanted;
    }

    Stream<Acked> answers(Act act) {
        return acked.stream().filter(answer -> answer.act() == act);
    }

    /** Answers that {@code act} is done. */
    Stream<Acked> successes(Act act) {
        return answers(act).filter(Acked::succeeds);
    }

    boolean isPlaced() {
        return successes(Act.PLACE).findAny().isPresent();
    }

    boolean wasSent(Act act) {
        return sent.values().stream().anyMatch(attempt -> attempt.act() == act);
    }

    /** Whether {@code suffix} is the second part of the id of its order. */
    boolean hasOrder(String suffix) {
        return successes(Act.PLACE)
                .anyMatch(answer -> String.valueOf(answer.id()).endsWith('.' + suffix));
    }

    /** How long an order of its lines is held; empty where it is paid on delivery. */
    OptionalLong holdMs(Map<String, Offered> offers) {
        return wanted.lines().stream()
                .map(line -> offers.get(line.offer()))
                .filter(Objects::nonNull)
                .mapToLong(Offered::holdMs)
                .filter(holdMs -> holdMs > 0)
                .min();
    }

    /** What a host asked to give back of its order. */
    Collection<RefundWanted> refunds() {
        return refunds.values();
    }

    /** Refusals that came too late for any attempt of unknown outcome to be executed after them. */
    Stream<Acked> finalRefusals(Act act) {
        long finalAtMs = unknown.stream()
                .filter(attempt -> attempt.act() == act)
                .mapToLong(Unknown::finalAtMs)
                .max()
                .orElse(Long.MIN_VALUE);
        return answers(act).filter(answer -> answer.refuses() && sentAtMs(answer) >= finalAtMs);
    }

    private long sentAtMs(Acked answer) {
        Sent attempt = sent.get(answer.attempt());
        if (attempt == null) {
            throw new IllegalArgumentException(this + " was answered without being sent");
        }
        return attempt.atMs();
    }

    @Override
    public String toString() {
        return "request " + wanted.request();
    }
}
