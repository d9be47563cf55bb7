package io.ganchang.payment.wechatpay;

import io.ganchang.config.WechatPayConfig;
import io.ganchang.config.WechatPayConfig.PlatformKey;
import io.ganchang.payment.CallbackRequest;
import io.ganchang.payment.merchant.RsaForTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * WeChat Pay as its documents describe it: it takes a request only when the signature over
 * {@code method \n target \n timestamp \n nonce \n body \n} is right to the byte and the nonce is new, and signs its answers
 * and notifications. Made with the JDK alone, independently of the code under test.
 */
final class WechatPayForTest implements AutoCloseable {
    static final String APP_ID = "wxd678efh567hg6787";
    static final String MERCHANT = "1900009191";
    static final String SERIAL = "1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C";
    static final String KEY_ID = "PUB_KEY_ID_0114232134912410000000000000";
    static final String API_KEY = "a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb";
    static final long NOW_MS = Instant.parse("2026-09-19T12:00:00.250Z").toEpochMilli();

    private static final Pattern FIELD = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");
    private static final String SCHEME = "WECHATPAY2-SHA256-RSA2048 ";

    final RsaForTest merchantKey = RsaForTest.newPair();
    final RsaForTest platformKey = RsaForTest.newPair();
    final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** What it answers; without it, nothing. */
    volatile Function<Asked, Said> script = asked -> new Said(500, "{\"code\":\"SYSTEM_ERROR\"}");

    /** What it signs its answers with. */
    volatile RsaForTest answersWith = platformKey;

    private final Set<String> nonces = ConcurrentHashMap.newKeySet();
    private final HttpServer server;

    /** A request that was signed well. */
    record Asked(String method, String target, String body, String wantedKey) {
        JsonObject json() {
            return new JsonObject(body);
        }
    }

    /** An answer, before it is signed. */
    record Said(int status, String body) {}

    private WechatPayForTest(Vertx vertx) {
        this.server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body.toString())))
                .listen(0, "127.0.0.1")
                .await();
    }

    static WechatPayForTest listen(Vertx vertx) {
        return new WechatPayForTest(vertx);
    }

    /** The settings of a merchant of this service, with its keys in {@code folder}. */
    WechatPayConfig config(Path folder, PlatformKey... furtherKeys) throws IOException {
        List<PlatformKey> keys = new ArrayList<>(List.of(furtherKeys));
        keys.add(new PlatformKey(Optional.of(KEY_ID), platformKey.publicKeyIn(folder.resolve("platform.pem"))));
        return new WechatPayConfig(
                Optional.of(APP_ID),
                Optional.of(MERCHANT),
                Optional.of(SERIAL),
                Optional.of(merchantKey.privateKeyIn(folder.resolve("merchant.pem"))),
                Optional.of(RsaForTest.ownersOnly(Files.writeString(folder.resolve("api.key"), API_KEY + "\n"))),
                keys,
                URI.create("http://127.0.0.1:" + server.actualPort()));
    }

    WechatPayGateway gateway(Vertx vertx, Path folder) throws IOException {
        return WechatPayGateway.open(vertx, config(folder), () -> Instant.ofEpochMilli(NOW_MS), new SecureRandom());
    }

    private void answer(HttpServerRequest request, String body) {
        String authorization = String.valueOf(request.getHeader("Authorization"));
        boolean signed = authorization.startsWith(SCHEME) && isSigned(request, authorization, body);
        Asked call = new Asked(
                request.method().name(), request.uri(), body, String.valueOf(request.getHeader("Wechatpay-Serial")));
        Said said = signed ? script.apply(call) : new Said(401, "{\"code\":\"SIGN_ERROR\"}");
        if (signed) {
            asked.add(call);
        }
        Map<String, String> headers = signed(answersWith, KEY_ID, NOW_MS / 1000, said.body());
        headers.forEach(request.response()::putHeader);
        request.response().setStatusCode(said.status()).end(said.body());
    }

    private boolean isSigned(HttpServerRequest request, String authorization, String body) {
        Map<String, String> fields = new HashMap<>();
        Matcher field = FIELD.matcher(authorization);
        while (field.find()) {
            fields.put(field.group(1), field.group(2));
        }
        String nonce = fields.getOrDefault("nonce_str", "");
        String timestamp = fields.getOrDefault("timestamp", "");
        String message =
                request.method().name() + "\n" + request.uri() + "\n" + timestamp + "\n" + nonce + "\n" + body + "\n";
        return fields.keySet().equals(Set.of("mchid", "nonce_str", "signature", "timestamp", "serial_no"))
                && MERCHANT.equals(fields.get("mchid"))
                && SERIAL.equals(fields.get("serial_no"))
                && timestamp.equals(Long.toString(NOW_MS / 1000))
                && nonce.matches("[0-9A-Z]{32}")
                && nonces.add(nonce)
                && merchantKey.verifies(message, fields.getOrDefault("signature", ""));
    }

    /** The headers of something that {@code key} signs. */
    static Map<String, String> signed(RsaForTest key, String serial, long timestamp, String body) {
        String nonce = "593BEC0C930BF1AFEB40B4A08C8FB242";
        Map<String, String> headers = new HashMap<>();
        headers.put("Wechatpay-Serial", serial);
        headers.put("Wechatpay-Timestamp", Long.toString(timestamp));
        headers.put("Wechatpay-Nonce", nonce);
        headers.put("Wechatpay-Signature", key.sign(timestamp + "\n" + nonce + "\n" + body + "\n"));
        return headers;
    }

    /** A notification that this service sends now. */
    CallbackRequest notification(String type, JsonObject resource) {
        return request(envelope(type, resource).encode());
    }

    /** {@code body}, signed now. */
    CallbackRequest request(String body) {
        return request(signed(platformKey, KEY_ID, NOW_MS / 1000, body), body);
    }

    static CallbackRequest request(Map<String, String> headers, String body) {
        return new CallbackRequest(
                name -> Optional.ofNullable(headers.get(name)), Buffer.buffer(body.getBytes(StandardCharsets.UTF_8)));
    }

    static JsonObject envelope(String type, JsonObject resource) {
        String nonce = "fdasflkja484";
        return new JsonObject()
                .put("id", "EV-2018022511223320873")
                .put("create_time", "2026-09-19T20:00:00+08:00")
                .put("resource_type", "encrypt-resource")
                .put("event_type", type)
                .put("summary", "支付成功")
                .put(
                        "resource",
                        new JsonObject()
                                .put("original_type", "transaction")
                                .put("algorithm", "AEAD_AES_256_GCM")
                                .put("ciphertext", closed(API_KEY, nonce, "transaction", resource.encode()))
                                .put("associated_data", "transaction")
                                .put("nonce", nonce));
    }

    static String closed(String key, String nonce, String associatedData, String text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "AES"),
                    new GCMParameterSpec(128, nonce.getBytes(StandardCharsets.UTF_8)));
            cipher.updateAAD(associatedData.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(cipher.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close().await();
    }
}
