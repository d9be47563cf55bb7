package io.ganchang.payment.alipay;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganchang.payment.merchant.Exchange;
import io.ganchang.payment.merchant.StrictJson;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;

/** Calls Alipay. Only an answer that Alipay has signed is an answer, refusals included; without one, a call fails. */
final class AlipayApi {
    private static final String FORM = "application/x-www-form-urlencoded;charset=utf-8";

    private final Exchange exchange;
    private final Requests requests;
    private final Account account;

    AlipayApi(Exchange exchange, Requests requests, Account account) {
        this.exchange = exchange;
        this.requests = requests;
        this.account = account;
    }

    Future<Answer> call(String method, JsonNode content) {
        String form = requests.signed(requests.unsigned(method, content)).escaped();
        MultiMap headers =
                MultiMap.caseInsensitiveMultiMap().add("Content-Type", FORM).add("User-Agent", "ganchang");
        return exchange.send(HttpMethod.POST, exchange.service().getRawPath(), headers, Buffer.buffer(form))
                .compose(answer -> believed(method, answer));
    }

    private Future<Answer> believed(String method, Exchange.Answer answer) {
        return SignedAnswer.read(answer.body().getBytes(), method, account.alipayKey())
                .map(content -> Future.succeededFuture(new Answer(content)))
                .orElseGet(() -> Future.failedFuture("answer " + answer.status() + " is not signed by Alipay"));
    }

    /** What Alipay has signed. */
    record Answer(JsonNode content) {
        private static final String OK = "10000";

        boolean isOk() {
            return is("code", OK);
        }

        boolean is(String field, String value) {
            return StrictJson.text(content, field).orElse("").equals(value);
        }

        /** The code of a refusal, in the words of Alipay. */
        String code() {
            return StrictJson.text(content, "sub_code")
                    .or(() -> StrictJson.text(content, "code"))
                    .orElse("no code");
        }
    }
}
