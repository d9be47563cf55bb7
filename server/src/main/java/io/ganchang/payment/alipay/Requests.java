package io.ganchang.payment.alipay;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganchang.payment.merchant.Sha256WithRsa;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Makes signed requests: the parameters that all of them have, the content of this one, and {@code RSA2} over both. */
final class Requests {
    private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final Account account;
    private final InstantSource clock;

    Requests(Account account, InstantSource clock) {
        this.account = account;
        this.clock = clock;
    }

    /** A request of {@code method}, not signed yet. */
    Parameters unsigned(String method, JsonNode content) {
        return Parameters.none()
                .with("app_id", account.appId())
                .with("biz_content", content.toString())
                .with("charset", "utf-8")
                .with("format", "JSON")
                .with("method", method)
                .with("sign_type", "RSA2")
                .with("timestamp", time(clock.millis()))
                .with("version", "1.0");
    }

    /** With its signature, over all there is in it that is not empty. */
    Parameters signed(Parameters request) {
        byte[] message = request.signed(parameter -> !parameter.getValue().isEmpty());
        return request.with("sign", Sha256WithRsa.sign(account.privateKey(), message));
    }

    /** A time as Alipay reads it. */
    static String time(long ms) {
        return TIME.format(Instant.ofEpochMilli(ms).atOffset(BEIJING));
    }
}
