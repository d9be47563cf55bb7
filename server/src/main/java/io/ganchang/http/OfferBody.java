package io.ganchang.http;

import io.ganchang.domain.LatePayment;
import io.ganchang.domain.OfferTerms;
import io.ganchang.domain.PaymentMode;
import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The body of {@code PUT …/offers/{offer}}.
 *
 * @param stock counts at creation only
 */
record OfferBody(OfferTerms terms, long stock) {
    private static final long STOCK_MAX = 1_000_000_000L;
    private static final long LIMIT_MAX = 1_000_000L;
    private static final int TITLE_LENGTH_MAX = 200;
    private static final int UNIT_LENGTH_MAX = 64;
    private static final int CURRENCY_LENGTH = 3;
    private static final long HOLD_SECONDS_DEFAULT = 600;
    private static final long HOLD_SECONDS_MAX = 86_400;
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toSet());

    static OfferBody parse(CommandBody body) {
        return new OfferBody(
                new OfferTerms(
                        body.optionalId("product"),
                        body.text("title", TITLE_LENGTH_MAX),
                        body.text("unit", UNIT_LENGTH_MAX),
                        body.number("priceMinor", 0, OrderBody.PRICE_MAX),
                        currency(body),
                        body.numberOr(0, "limitPerViewer", 0, LIMIT_MAX),
                        body.choice("payment", PaymentMode.class, PaymentMode.NONE),
                        body.numberOr(HOLD_SECONDS_DEFAULT, "holdSeconds", 1, HOLD_SECONDS_MAX),
                        body.choice("latePayment", LatePayment.class, LatePayment.REACQUIRE),
                        body.flag("deliveryRequired")),
                body.number("stock", 0, STOCK_MAX));
    }

    private static String currency(CommandBody body) {
        String currency = body.text("currency", CURRENCY_LENGTH);
        if (!currency.isEmpty() && !CURRENCIES.contains(currency)) {
            body.wrong("currency", "must be a currency of ISO 4217, such as CNY");
        }
        return currency;
    }
}
