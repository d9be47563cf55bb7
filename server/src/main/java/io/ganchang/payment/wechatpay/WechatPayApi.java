package io.ganchang.payment.wechatpay;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganchang.payment.merchant.Exchange;
import io.ganchang.payment.merchant.StrictJson;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Calls WeChat Pay. Only an answer that WeChat Pay has signed is an answer, refusals included; without one, a call fails.
 */
final class WechatPayApi {
    private final Exchange exchange;
    private final RequestSigner signer;
    private final PlatformKeys platformKeys;
    private final InstantSource clock;

    WechatPayApi(Exchange exchange, RequestSigner signer, PlatformKeys platformKeys, InstantSource clock) {
        this.exchange = exchange;
        this.signer = signer;
        this.platformKeys = platformKeys;
        this.clock = clock;
    }

    Future<SignedAnswer> post(String target, JsonNode body) {
        return call(HttpMethod.POST, target, body.toString());
    }

    Future<SignedAnswer> get(String target) {
        return call(HttpMethod.GET, target, "");
    }

    private Future<SignedAnswer> call(HttpMethod method, String target, String body) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("Authorization", signer.authorization(method.name(), target, body))
                .add("Accept", "application/json")
                .add("User-Agent", "ganchang");
        if (!body.isEmpty()) {
            headers.add("Content-Type", "application/json");
        }
        platformKeys.preferred().ifPresent(serial -> headers.add("Wechatpay-Serial", serial));
        return exchange.send(method, target, headers, Buffer.buffer(body)).compose(this::believed);
    }

    private Future<SignedAnswer> believed(Exchange.Answer answer) {
        Optional<String> doubt = platformKeys.doubt(answer::header, answer.body(), clock.millis());
        if (doubt.isPresent()) {
            return Future.failedFuture("answer " + answer.status() + " is not WeChat Pay's: " + doubt.get());
        }
        return StrictJson.object(answer.body().getBytes())
                .map(body -> Future.succeededFuture(new SignedAnswer(answer.status(), body)))
                .orElseGet(() -> Future.failedFuture("answer " + answer.status() + " is no JSON"));
    }

    /** An answer that WeChat Pay has signed. */
    record SignedAnswer(int status, JsonNode body) {
        private static final int OK = 200;

        boolean isOk() {
            return status == OK;
        }

        /** The code of a refusal, in the words of WeChat Pay. */
        String code() {
            return StrictJson.text(body, "code").orElse("status " + status);
        }
    }
}
