package io.ganchang.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganchang.app.Call;
import io.ganchang.app.MarketForTest;
import io.ganchang.app.Reply;
import io.ganchang.app.ShowForTest;
import io.ganchang.payment.WebhookForTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;

/** A live session of a test with an offer that is paid in advance, and a sandbox that tells of payments. */
record PaidShow(MarketForTest market, ShowForTest show) {
    static final String OFFER = "melon";
    static final long PRICE_MINOR = 3_990;

    static PaidShow open(MarketForTest market, String more) {
        return new PaidShow(market, market.show().open(OFFER, 100, ",'payment':'prepaid','holdSeconds':600" + more));
    }

    /** The id of a new order that is held. */
    String hold(String viewer, long quantity) {
        Reply held = show.buy(viewer, market.newName("key"), OFFER, quantity).expect(201);
        return held.at("id").textValue();
    }

    JsonNode order(String viewer, String order) {
        return market.get("/v1/orders/" + order)
                .as(show.viewer(viewer))
                .send()
                .expect(200)
                .json();
    }

    Call pay(String viewer, String order) {
        return market.post("/v1/orders/" + order + "/pay").as(show.viewer(viewer));
    }

    /** The path of the page on which to pay. */
    String begin(String viewer, String order) {
        URI redirect =
                URI.create(pay(viewer, order).send().expect(200).at("redirect").textValue());
        return redirect.getRawPath();
    }

    /** Presses a button of the page. */
    Reply press(String page, String action) {
        return market.post(page)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body("action=" + action)
                .send();
    }

    /** A new order that is paid for. */
    String paid(String viewer, long quantity) {
        String order = hold(viewer, quantity);
        press(begin(viewer, order), "pay").expect(303);
        return order;
    }

    static String secret(MarketForTest market) {
        try {
            return Files.readString(market.folder().resolve("secrets/sandbox-webhook.key"))
                    .trim();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A callback as the sandbox would send it; the body has {@code '} for {@code "}. */
    static Call callback(MarketForTest market, String body) {
        return callback(
                market, WebhookForTest.signed(secret(market), market.newName("notice"), body.replace('\'', '"')));
    }

    static Call callback(MarketForTest market, WebhookForTest webhook) {
        Call call = market.post("/v1/payments/sandbox/callback").body(webhook.body());
        webhook.headers().forEach(call::header);
        return call;
    }
}
