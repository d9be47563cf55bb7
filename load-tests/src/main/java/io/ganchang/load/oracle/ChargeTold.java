package io.ganchang.load.oracle;

import io.ganchang.load.journal.JournalEntry.Charged;
import io.ganchang.load.journal.JournalEntry.NoticeAnswered;
import io.ganchang.load.journal.JournalEntry.Notified;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Money that the provider took, with all that it told the server of it. */
final class ChargeTold {
    private final Charged charged;
    private final Set<String> notices = new LinkedHashSet<>();
    private final List<NoticeAnswered> answers = new ArrayList<>();

    ChargeTold(Charged charged) {
        this.charged = charged;
    }

    void add(Notified notice) {
        notices.add(notice.notice());
    }

    void add(NoticeAnswered answer) {
        answers.add(answer);
    }

    Charged charged() {
        return charged;
    }

    Stream<NoticeAnswered> answers() {
        return answers.stream();
    }

    /** Whether the server said that it has it. */
    boolean isRecorded() {
        return answers().anyMatch(NoticeAnswered::recorded);
    }

    /** When the server first said so; never where it did not. */
    long recordedAtMs() {
        return answers()
                .filter(NoticeAnswered::recorded)
                .mapToLong(NoticeAnswered::atMs)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Notices that left and that the server never took. */
    Stream<String> open() {
        return notices.stream()
                .filter(notice -> answers()
                        .noneMatch(
                                answer -> answer.recorded() && answer.notice().equals(notice)));
    }

    /** Whether it is for an order of {@code session}, existing or not. */
    boolean isFor(String session) {
        return charged.order().startsWith(session + '.');
    }

    /** Whether it is exactly what {@code order} costs. */
    boolean fits(OrderFields order) {
        return charged.amountMinor() == order.money().amount()
                && charged.currency().equals(order.currency());
    }

    @Override
    public String toString() {
        return "payment " + charged.payment();
    }
}
