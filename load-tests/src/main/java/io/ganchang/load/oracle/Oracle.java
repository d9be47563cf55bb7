package io.ganchang.load.oracle;

import java.util.List;

/** Holds the books of a run to every promise. */
public final class Oracle {
    private static final List<Promise> PROMISES = List.of(
            new AckedIsStored(),
            new StoredIsSent(),
            new OneOrderPerKey(),
            new RefusedIsNotStored(),
            new StockExactlySold(),
            new LimitsKept(),
            new CancelsStand(),
            new OrdersFollowEvents(),
            new FileComplete(),
            new UnknownsResolved(),
            new AnswersKeepContract(),
            new NothingFrozen(),
            new HoldsKeepTerms(),
            new HoldLimitKept(),
            new UnpaidExpires(),
            new PaidInTimeIsConfirmed(),
            new LateMoneyFollowsTerms(),
            new PaymentsCountOnce(),
            new RefundsAreDoneOnce(),
            new MoneyKeptIsEarned(),
            new RefundsAreAskedFor(),
            new RecordsTellTheirMoney(),
            new MoneyBalances());

    private Oracle() {}

    /** One verdict a promise, kept or not. */
    public static List<Verdict> judge(Books books) {
        return PROMISES.stream()
                .map(promise ->
                        new Verdict(promise.sentence(), promise.broken(books).toList()))
                .toList();
    }
}
