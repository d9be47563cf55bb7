package io.ganchang.payment.merchant;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganchang.domain.PaymentNotice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/** JSON of payment services: UTF-8, each field once, bounded in depth and length; unknown fields are passed over. */
public final class StrictJson {
    private static final int DEPTH_MAX = 16;
    private static final int NUMBER_LENGTH_MAX = 20;
    private static final int STRING_LENGTH_MAX = 65_536;

    /** What reads it token by token. */
    public static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNumberLength(NUMBER_LENGTH_MAX)
                    .maxStringLength(STRING_LENGTH_MAX)
                    .build())
            .build();

    private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);
    private static final ObjectReader READER = MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private StrictJson() {}

    /** An object to fill. */
    public static ObjectNode newObject() {
        return MAPPER.createObjectNode();
    }

    /** The object that {@code bytes} spell, or empty where they spell none. */
    public static Optional<JsonNode> object(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return Optional.of(READER.readTree(bytes)).filter(JsonNode::isObject);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The text at {@code field}; empty where there is none, or something else. */
    public static Optional<String> text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isTextual() && !value.textValue().isEmpty() ? Optional.of(value.textValue()) : Optional.empty();
    }

    /** The amount at {@code field}: a whole number of minor units above 0 and within what a payment may be. */
    public static OptionalLong amountMinor(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isIntegralNumber() && value.canConvertToLong() && isAmount(value.longValue())
                ? OptionalLong.of(value.longValue())
                : OptionalLong.empty();
    }

    private static boolean isAmount(long minor) {
        return minor > 0 && minor <= PaymentNotice.AMOUNT_MINOR_MAX;
    }
}
