package io.ganchang.load.oracle;

import io.ganchang.load.journal.Act;
import io.ganchang.load.journal.JournalEntry;
import io.ganchang.load.journal.JournalEntry.Acked;
import io.ganchang.load.journal.JournalEntry.Charged;
import io.ganchang.load.journal.JournalEntry.Drained;
import io.ganchang.load.journal.JournalEntry.NoticeAnswered;
import io.ganchang.load.journal.JournalEntry.Notified;
import io.ganchang.load.journal.JournalEntry.Offered;
import io.ganchang.load.journal.JournalEntry.Opened;
import io.ganchang.load.journal.JournalEntry.RefundWanted;
import io.ganchang.load.journal.JournalEntry.Sent;
import io.ganchang.load.journal.JournalEntry.Unknown;
import io.ganchang.load.journal.JournalEntry.Wanted;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The buyers' journal, sorted by request. */
public final class BuyersBook {
    private final Map<String, Offered> offers = new LinkedHashMap<>();
    private final Set<String> drained = new LinkedHashSet<>();
    private final Map<Long, Dealings> dealings = new LinkedHashMap<>();
    private final Map<String, Dealings> byOrder = new LinkedHashMap<>();
    private final Map<String, Dealings> byRecipient = new LinkedHashMap<>();
    private final Map<String, ChargeTold> charges = new LinkedHashMap<>();

    private long holdsPerViewer;

    public BuyersBook(List<JournalEntry> journal) {
        journal.forEach(this::add);
    }

    private void add(JournalEntry entry) {
        if (entry instanceof Opened opened) {
            holdsPerViewer = opened.holdsPerViewer();
        } else if (entry instanceof Offered offer) {
            offers.put(offer.offer(), offer);
        } else if (entry instanceof Drained end) {
            drained.add(end.offer());
        } else if (entry instanceof Wanted wanted) {
            want(wanted);
        } else if (entry instanceof Sent sent) {
            of(sent.request()).add(sent);
        } else if (entry instanceof Acked acked) {
            ack(acked);
        } else if (entry instanceof Unknown unknown) {
            of(unknown.request()).add(unknown);
        } else if (entry instanceof RefundWanted refund) {
            of(refund.request()).add(refund);
        } else if (entry instanceof Charged charged) {
            charges.put(charged.payment(), new ChargeTold(charged));
        } else if (entry instanceof NoticeAnswered answer) {
            charge(answer.payment()).add(answer);
        } else if (entry instanceof Notified notice) {
            charge(notice.payment()).add(notice);
        }
    }

    private void want(Wanted wanted) {
        Dealings deal = new Dealings(wanted);
        dealings.put(wanted.request(), deal);
        if (wanted.delivery() != null) {
            byRecipient.put(wanted.delivery(), deal);
        }
    }

    private void ack(Acked acked) {
        Dealings deal = of(acked.request());
        deal.add(acked);
        if (acked.act() == Act.PLACE && acked.succeeds() && acked.id() != null) {
            byOrder.putIfAbsent(acked.id(), deal);
        }
    }

    private Dealings of(long request) {
        Dealings deal = dealings.get(request);
        if (deal == null) {
            throw new IllegalArgumentException("request " + request + " is in the journal before it was wanted");
        }
        return deal;
    }

    private ChargeTold charge(String payment) {
        ChargeTold charge = charges.get(payment);
        if (charge == null) {
            throw new IllegalArgumentException("payment " + payment + " is told of before it was made");
        }
        return charge;
    }

    /** All money that the provider has taken, by its number. */
    Map<String, ChargeTold> charges() {
        return charges;
    }

    Collection<Dealings> dealings() {
        return dealings.values();
    }

    /** Unpaid orders that a viewer may have at a time, 0 for any number. */
    long holdsPerViewer() {
        return holdsPerViewer;
    }

    Map<String, Offered> offers() {
        return offers;
    }

    /** Whether a fresh buyer was told that nothing of {@code offer} is left. */
    boolean isDrained(String offer) {
        return drained.contains(offer);
    }

    /** The request to which {@code order} was given as the answer. */
    @Nullable
    Dealings ofOrder(String order) {
        return byOrder.get(order);
    }

    /** The request whose delivery names {@code recipient}. */
    @Nullable
    Dealings ofRecipient(@Nullable String recipient) {
        return recipient == null ? null : byRecipient.get(recipient);
    }

    /** The request that a stored order came from, by either trace. */
    @Nullable
    Dealings of(StoredOrder order) {
        Dealings told = ofOrder(order.id());
        return told != null ? told : ofRecipient(order.recipient());
    }
}
