package io.ganchang.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganchang.domain.LatePayment;
import io.ganchang.domain.Offer;
import io.ganchang.domain.OfferStage;
import io.ganchang.domain.OfferTerms;
import io.ganchang.domain.PaymentMode;
import io.ganchang.domain.Pool;

/** Reads the offer record and the pool record of {@code docs/formats.md}. Only the function library writes them. */
public final class OfferRecord {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FIELDS_MIN = 12;
    private static final int FIELDS_BEFORE_PAYMENT = 6;
    private static final String PREPAID = "p";
    private static final int POOL_FIELDS = 3;

    private OfferRecord() {}

    /**
     * Whether the offer is to be paid before an order of it is confirmed.
     *
     * @throws IllegalArgumentException where the record is broken
     */
    public static boolean isPrepaid(String record) {
        FieldReader fields = new FieldReader(record, FIELDS_MIN);
        for (int i = 0; i < FIELDS_BEFORE_PAYMENT; i++) {
            fields.next();
        }
        return fields.next().equals(PREPAID);
    }

    /**
     * The offer that the records describe, its stage as of {@code nowMs}.
     *
     * @throws IllegalArgumentException where a record is broken
     */
    public static Offer parse(String id, String record, String poolRecord, boolean pinned, long nowMs) {
        FieldReader fields = new FieldReader(record, FIELDS_MIN);
        String state = fields.next();
        long opensAtMs = fields.nextLong();
        long closesAtMs = fields.nextLong();
        long priceMinor = fields.nextLong();
        String currency = fields.next();
        long limit = fields.nextLong();
        PaymentMode payment = fields.next().equals(PREPAID) ? PaymentMode.PREPAID : PaymentMode.NONE;
        long holdSeconds = fields.nextLong();
        LatePayment latePayment = fields.next().equals("f") ? LatePayment.REFUND : LatePayment.REACQUIRE;
        boolean deliveryRequired = fields.next().equals("1");
        long version = fields.nextLong();
        JsonNode document = parseDocument(fields.rest());
        OfferTerms terms = new OfferTerms(
                document.path("product").asText(null),
                document.path("title").asText(),
                document.path("unit").asText(),
                priceMinor,
                currency,
                limit,
                payment,
                holdSeconds,
                latePayment,
                deliveryRequired);
        return new Offer(
                id,
                terms,
                opensAtMs,
                closesAtMs,
                stage(state, opensAtMs, closesAtMs, nowMs),
                pinned,
                version,
                parsePool(poolRecord));
    }

    /** The pool that {@code record} describes. */
    public static Pool parsePool(String record) {
        FieldReader fields = new FieldReader(record, POOL_FIELDS);
        return new Pool(fields.nextLong(), fields.nextLong(), fields.nextLong());
    }

    /** The JSON at the end of an offer record. */
    static String document(OfferTerms terms) {
        ObjectNode document =
                JSON.createObjectNode().put("title", terms.title()).put("unit", terms.unit());
        if (terms.product() != null) {
            document.put("product", terms.product());
        }
        return document.toString();
    }

    private static OfferStage stage(String state, long opensAtMs, long closesAtMs, long nowMs) {
        if (state.equals("d")) {
            return OfferStage.DRAFT;
        }
        if (state.equals("c") || (closesAtMs != 0 && nowMs >= closesAtMs)) {
            return OfferStage.CLOSED;
        }
        return nowMs < opensAtMs ? OfferStage.COUNTDOWN : OfferStage.OPEN;
    }

    private static JsonNode parseDocument(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("broken offer document", e);
        }
    }
}
