package io.ganchang.ledger;

import io.ganchang.database.Database;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The refunds that are due, for those who carry them out or look why they are not. Nothing here moves money in the books:
 * that a refund is done is told by an event. Never blocks.
 */
public final class OpenRefunds {
    /** Longest text that is kept of why an attempt failed. */
    static final int ERROR_LENGTH_MAX = 256;

    private static final int LIMIT_MAX = 1_000;

    private final Database database;

    OpenRefunds(Database database) {
        this.database = database;
    }

    /** How many there are. */
    public record Counts(long due, long stuck) {}

    /** Those that are to be tried at {@code nowMs}, the longest overdue first. */
    public CompletionStage<List<OpenRefund>> due(long nowMs, int limit) {
        return database.read(transaction -> OpenRefundTable.due(transaction, nowMs, bounded(limit)));
    }

    /**
     * By id those that wait for a person, or those that do not.
     *
     * @param afterId only those with a greater id; all, where empty
     */
    public CompletionStage<List<OpenRefund>> page(boolean stuck, String afterId, int limit) {
        return database.read(transaction -> OpenRefundTable.page(transaction, stuck, afterId, bounded(limit)));
    }

    /** How many are due and not stuck, and how many are stuck. */
    public CompletionStage<Counts> counts() {
        return database.read(transaction ->
                new Counts(OpenRefundTable.count(transaction, false), OpenRefundTable.count(transaction, true)));
    }

    /**
     * Claims a refund until {@code untilMs}: whoever asks for what is due does not get it before. That saves work, and
     * nothing else: to ask a gateway twice does no harm.
     *
     * @return whether nobody else has claimed it since {@code found} was read
     */
    public CompletionStage<Boolean> claim(OpenRefund found, long untilMs) {
        return database.write(transaction ->
                OpenRefundTable.postpone(transaction, found.refund().id(), found.nextMs(), untilMs));
    }

    /** Lets it be tried again from {@code nextMs} on. */
    public CompletionStage<Boolean> later(OpenRefund refund, int attempts, long nextMs, String why) {
        return note(refund, attempts, nextMs, false, why);
    }

    /** Leaves it to a person. */
    public CompletionStage<Boolean> stick(OpenRefund refund, int attempts, String why) {
        return note(refund, attempts, refund.nextMs(), true, why);
    }

    private CompletionStage<Boolean> note(OpenRefund refund, int attempts, long nextMs, boolean stuck, String why) {
        return database.write(transaction -> {
            OpenRefundTable.note(transaction, refund.refund().id(), attempts, nextMs, stuck, plain(why));
            return true;
        });
    }

    /** What a gateway says is text of others. */
    private static String plain(String why) {
        String line = why.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= ERROR_LENGTH_MAX ? line : line.substring(0, ERROR_LENGTH_MAX);
    }

    /** Lets a refund that is due be tried at once, stuck or not. The refund as it is then; empty where there is none. */
    public CompletionStage<Optional<OpenRefund>> retry(String id) {
        return database.write(transaction -> {
            OpenRefundTable.renew(transaction, id);
            return OpenRefundTable.find(transaction, id);
        });
    }

    private static int bounded(int limit) {
        return Math.max(1, Math.min(limit, LIMIT_MAX));
    }
}
