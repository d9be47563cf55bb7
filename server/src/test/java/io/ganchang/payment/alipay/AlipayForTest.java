package io.ganchang.payment.alipay;

import io.ganchang.config.AlipayConfig;
import io.ganchang.payment.CallbackRequest;
import io.ganchang.payment.merchant.RsaForTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Alipay as its documents describe it: it takes a request only when the {@code RSA2} signature over all its parameters but
 * {@code sign}, sorted and not empty, is right, and signs its answers and notifications. Made with the JDK alone, independently
 * of the code under test.
 */
final class AlipayForTest implements AutoCloseable {
    static final String APP_ID = "2021000000000001";
    static final String SELLER = "2088101106499364";
    static final long NOW_MS = Instant.parse("2026-09-19T12:00:00.250Z").toEpochMilli();

    final RsaForTest applicationKey = RsaForTest.newPair();
    final RsaForTest alipayKey = RsaForTest.newPair();
    final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();

    /** What it answers a method with: the inner object, as it is to stand in the answer. */
    volatile Function<Map<String, String>, String> script =
            asked -> "{\"code\":\"20000\",\"msg\":\"Service Unavailable\"}";

    /** What it signs its answers with. */
    volatile RsaForTest answersWith = alipayKey;

    /** How it escapes what it has signed. */
    volatile Function<String, String> escaping = Function.identity();

    private final HttpServer server;

    private AlipayForTest(Vertx vertx) {
        this.server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body.toString())))
                .listen(0, "127.0.0.1")
                .await();
    }

    static AlipayForTest listen(Vertx vertx) {
        return new AlipayForTest(vertx);
    }

    /** The settings of a merchant of this service, with its keys in {@code folder}. */
    AlipayConfig config(Path folder) throws IOException {
        return new AlipayConfig(
                Optional.of(APP_ID),
                Optional.of(SELLER),
                Optional.of(applicationKey.privateKeyIn(folder.resolve("application.pem"))),
                Optional.of(alipayKey.publicKeyIn(folder.resolve("alipay.pem"))),
                URI.create("http://127.0.0.1:" + server.actualPort() + "/gateway.do"));
    }

    AlipayGateway gateway(Vertx vertx, Path folder) throws IOException {
        return AlipayGateway.open(vertx, config(folder), () -> Instant.ofEpochMilli(NOW_MS));
    }

    private void answer(HttpServerRequest request, String body) {
        Map<String, String> parameters = parameters(body);
        String method = parameters.getOrDefault("method", "none");
        boolean good = request.path().equals("/gateway.do") && isSigned(parameters);
        String name = good ? method.replace('.', '_') + "_response" : "error_response";
        String content =
                good ? script.apply(parameters) : "{\"code\":\"40002\",\"sub_code\":\"isv.invalid-signature\"}";
        if (good) {
            asked.add(parameters);
        }
        request.response()
                .putHeader("Content-Type", "text/html;charset=utf-8")
                .end("{\"" + name + "\":" + escaping.apply(content) + ",\"sign\":\"" + answersWith.sign(content)
                        + "\"}");
    }

    /** Whether the application has signed all this. */
    boolean isSigned(Map<String, String> parameters) {
        return APP_ID.equals(parameters.get("app_id"))
                && "RSA2".equals(parameters.get("sign_type"))
                && applicationKey.verifies(joined(parameters, List.of("sign")), parameters.getOrDefault("sign", ""));
    }

    static Map<String, String> parameters(String form) {
        Map<String, String> parameters = new TreeMap<>();
        for (String field : form.split("&", -1)) {
            String[] parts = field.split("=", 2);
            parameters.put(
                    URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                    URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private static String joined(Map<String, String> parameters, List<String> without) {
        return new TreeMap<>(parameters)
                .entrySet().stream()
                        .filter(each -> !without.contains(each.getKey())
                                && !each.getValue().isEmpty())
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining("&"));
    }

    /** The content of a request. */
    static JsonObject content(Map<String, String> asked) {
        return new JsonObject(asked.get("biz_content"));
    }

    /** A notification with these fields, signed. */
    Map<String, String> signed(Map<String, String> fields) {
        return signed(alipayKey, fields);
    }

    static Map<String, String> signed(RsaForTest key, Map<String, String> fields) {
        Map<String, String> signed = new TreeMap<>(fields);
        signed.put("sign", key.sign(joined(fields, List.of("sign", "sign_type"))));
        return signed;
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8)
                        + '='
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    static CallbackRequest request(String form) {
        return new CallbackRequest(name -> Optional.empty(), Buffer.buffer(form));
    }

    @Override
    public void close() {
        server.close().await();
    }
}
