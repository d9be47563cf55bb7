package io.ganchang.http;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;

/** Money as people read it. */
final class MinorUnits {
    private MinorUnits() {}

    /** An amount in the local form; one in a currency that Java does not know stays as it is. */
    static String shown(long amountMinor, String code, Locale locale) {
        try {
            Currency currency = Currency.getInstance(code);
            NumberFormat format = NumberFormat.getCurrencyInstance(locale);
            format.setCurrency(currency);
            int digits = Math.max(0, currency.getDefaultFractionDigits());
            format.setMinimumFractionDigits(digits);
            format.setMaximumFractionDigits(digits);
            return format.format(BigDecimal.valueOf(amountMinor, digits));
        } catch (IllegalArgumentException e) {
            return amountMinor + " " + code;
        }
    }
}
