package io.ganchang.load.oracle;

/** What three parties wrote down about one run: the buyers, the ledger, fulfilment. */
public record Books(BuyersBook buyers, LedgerSnapshot ledger, FulfilmentFile file) {}
