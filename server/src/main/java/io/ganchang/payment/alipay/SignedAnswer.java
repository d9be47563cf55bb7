package io.ganchang.payment.alipay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.ganchang.payment.merchant.Sha256WithRsa;
import io.ganchang.payment.merchant.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads {@code {"…_response":{…},"sign":"…"}}. The signature is over the text of the inner object, just as it stands there, so
 * that is cut out byte by byte before it is read.
 */
final class SignedAnswer {
    private static final String REFUSED = "error_response";

    private SignedAnswer() {}

    /**
     * The answer, or empty where {@code body} holds none that Alipay has signed.
     *
     * @param method that was called
     */
    static Optional<JsonNode> read(byte[] body, String method, PublicKey alipayKey) {
        if (StrictJson.object(body).isEmpty()) {
            return Optional.empty();
        }
        String name = method.replace('.', '_') + "_response";
        try (JsonParser json = StrictJson.FACTORY.createParser(body)) {
            byte[] answer = {};
            String sign = "";
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                if (value == JsonToken.START_OBJECT && (field.equals(name) || field.equals(REFUSED))) {
                    answer = cut(body, json);
                } else if (value == JsonToken.VALUE_STRING && field.equals("sign")) {
                    sign = json.getText();
                } else {
                    json.skipChildren();
                }
            }
            return isSigned(answer, sign, alipayKey) ? StrictJson.object(answer) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static byte[] cut(byte[] body, JsonParser json) throws IOException {
        long start = json.currentTokenLocation().getByteOffset();
        json.skipChildren();
        long end = json.currentLocation().getByteOffset();
        return Arrays.copyOfRange(body, Math.toIntExact(start), Math.toIntExact(end));
    }

    /** Alipay escapes slashes in what it sends and signs them bare; its own libraries try both, too. */
    private static boolean isSigned(byte[] answer, String sign, PublicKey alipayKey) {
        if (Sha256WithRsa.verifies(alipayKey, answer, sign)) {
            return true;
        }
        String bare = new String(answer, StandardCharsets.UTF_8).replace("\\/", "/");
        return Sha256WithRsa.verifies(alipayKey, bare.getBytes(StandardCharsets.UTF_8), sign);
    }
}
