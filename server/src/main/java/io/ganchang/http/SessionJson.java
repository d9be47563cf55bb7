package io.ganchang.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ganchang.domain.Offer;
import io.ganchang.domain.OfferTerms;
import io.ganchang.domain.Session;
import io.ganchang.domain.SessionTerms;
import io.ganchang.domain.Words;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sessions and offers as API.md spells them. Operators are not shown: they are nobody's business but the host's. */
final class SessionJson {
    private SessionJson() {}

    static void write(JsonGenerator json, Session session) throws IOException {
        SessionTerms terms = session.terms();
        json.writeStartObject();
        json.writeStringField("id", session.id().value());
        json.writeStringField("title", terms.title());
        json.writeStringField("host", terms.host());
        json.writeStringField("state", Words.of(session.state()));
        writeTime(json, "startsAt", terms.startsAtMs());
        json.writeStringField("festival", terms.festival());
        json.writeStringField("video", terms.video());
        json.writeBooleanField("rehearsal", terms.rehearsal());
        if (terms.holdsPerViewer() == null) {
            json.writeNullField("holdsPerViewer");
        } else {
            json.writeNumberField("holdsPerViewer", terms.holdsPerViewer());
        }
        json.writeNumberField("version", session.version());
        json.writeArrayFieldStart("offers");
        for (Offer offer : session.offers()) {
            write(json, offer);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static void write(JsonGenerator json, Offer offer) throws IOException {
        OfferTerms terms = offer.terms();
        json.writeStartObject();
        json.writeStringField("id", offer.id());
        json.writeStringField("product", terms.product());
        json.writeStringField("title", terms.title());
        json.writeStringField("unit", terms.unit());
        json.writeNumberField("priceMinor", terms.priceMinor());
        json.writeStringField("currency", terms.currency());
        json.writeStringField("state", Words.of(offer.stage()));
        json.writeNumberField("available", offer.stock().available());
        json.writeNumberField("total", offer.stock().total());
        writeOrNull(json, "limitPerViewer", terms.limitPerViewer());
        writeTime(json, "opensAt", offer.opensAtMs() == 0 ? null : offer.opensAtMs());
        writeTime(json, "closesAt", offer.closesAtMs() == 0 ? null : offer.closesAtMs());
        json.writeBooleanField("pinned", offer.pinned());
        json.writeStringField("payment", Words.of(terms.payment()));
        json.writeNumberField("holdSeconds", terms.holdSeconds());
        json.writeStringField("latePayment", Words.of(terms.latePayment()));
        json.writeBooleanField("deliveryRequired", terms.deliveryRequired());
        json.writeNumberField("version", offer.version());
        json.writeEndObject();
    }

    /** A limit of 0 is none. */
    private static void writeOrNull(JsonGenerator json, String name, long limit) throws IOException {
        if (limit == 0) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, limit);
        }
    }

    private static void writeTime(JsonGenerator json, String name, @Nullable Long epochMs) throws IOException {
        json.writeStringField(
                name, epochMs == null ? null : Instant.ofEpochMilli(epochMs).toString());
    }
}
