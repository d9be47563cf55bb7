package io.ganchang.load.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the journal. Times are epoch milliseconds of the buyer's clock; {@code request} numbers the wish,
 * {@code attempt} the times it was asked.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "entry")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JournalEntry.Opened.class, name = "opened"),
    @JsonSubTypes.Type(value = JournalEntry.Offered.class, name = "offered"),
    @JsonSubTypes.Type(value = JournalEntry.Wanted.class, name = "wanted"),
    @JsonSubTypes.Type(value = JournalEntry.Sent.class, name = "sent"),
    @JsonSubTypes.Type(value = JournalEntry.Acked.class, name = "acked"),
    @JsonSubTypes.Type(value = JournalEntry.Unknown.class, name = "unknown"),
    @JsonSubTypes.Type(value = JournalEntry.Unsent.class, name = "unsent"),
    @JsonSubTypes.Type(value = JournalEntry.Drained.class, name = "drained"),
    @JsonSubTypes.Type(value = JournalEntry.Charged.class, name = "charged"),
    @JsonSubTypes.Type(value = JournalEntry.Notified.class, name = "notified"),
    @JsonSubTypes.Type(value = JournalEntry.NoticeAnswered.class, name = "notice_answered"),
    @JsonSubTypes.Type(value = JournalEntry.RefundWanted.class, name = "refund_wanted")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface JournalEntry {

    /**
     * The session of this run is live.
     *
     * @param holdsPerViewer unpaid orders that a viewer may have at a time, 0 for any number
     */
    record Opened(long atMs, String session, long seed, long holdsPerViewer) implements JournalEntry {}

    /**
     * An offer is open.
     *
     * @param limitPerViewer units of one viewer in standing orders, 0 for no limit
     * @param holdMs how long an unpaid order is held, 0 where it is paid on delivery
     * @param reacquires whether money that comes late takes the units again where they are still there
     */
    record Offered(String offer, long stock, long limitPerViewer, long priceMinor, long holdMs, boolean reacquires)
            implements JournalEntry {}

    /**
     * What a request wants, before its first attempt.
     *
     * @param delivery the recipient's name, unique to the request, or null where it goes without
     */
    record Wanted(
            long request,
            String viewer,
            String key,
            List<Line> lines,
            @Nullable String delivery) implements JournalEntry {}

    /** An attempt is about to leave. */
    record Sent(long atMs, Act act, long request, int attempt) implements JournalEntry {}

    /**
     * An attempt was answered.
     *
     * @param id of the order or refund that the answer is
     * @param state of that
     * @param code of the problem, where the answer is one
     */
    record Acked(
            long atMs,
            Act act,
            long request,
            int attempt,
            int status,
            boolean replayed,
            @Nullable String id,
            @Nullable String state,
            @Nullable String code)
            implements JournalEntry {

        /** Whether the answer says that it is done. */
        public boolean succeeds() {
            return (status == 200 || status == 201) && (id != null || act == Act.PAY);
        }

        /** Whether the answer says that nothing was or will be done by attempts before it. */
        public boolean refuses() {
            return status >= 400 && status < 500 && status != 429;
        }
    }

    /**
     * Nobody can say whether an attempt was executed.
     *
     * @param finalAtMs until then the attempt may still execute, so an earlier refusal is not final
     */
    record Unknown(long atMs, Act act, long request, int attempt, String why, long finalAtMs) implements JournalEntry {}

    /** An attempt did not leave: no connection. */
    record Unsent(long atMs, Act act, long request, int attempt, String why) implements JournalEntry {}

    /** A fresh buyer was told that the offer is sold out, when everything else was settled. */
    record Drained(long atMs, String offer) implements JournalEntry {}

    /**
     * The provider of the gateway has taken money; from now on it tells the server so until the server has it.
     *
     * @param payment the provider's own number for it
     * @param order as the provider was told, perhaps of nobody
     */
    record Charged(String payment, String order, long amountMinor, String currency) implements JournalEntry {}

    /** A notice of a payment is about to leave. */
    record Notified(long atMs, String payment, String notice) implements JournalEntry {}

    /** A notice of a payment was answered. */
    record NoticeAnswered(long atMs, String payment, String notice, int status) implements JournalEntry {

        /** Whether the server has recorded the payment. */
        public boolean recorded() {
            return status == 204;
        }
    }

    /** What a host is going to give back of the request's order. */
    record RefundWanted(long request, Act act, long amountMinor) implements JournalEntry {}
}
