package io.ganchang.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ganchang.audit.AuditReport;
import io.ganchang.audit.AuditReport.Compared;
import io.ganchang.audit.AuditReport.MoneyBalance;
import io.ganchang.audit.AuditReport.OfferBalance;
import java.io.IOException;

/** The audit of a session as API.md spells it. */
final class AuditJson {
    private AuditJson() {}

    static void write(JsonGenerator json, AuditReport report) throws IOException {
        json.writeStartObject();
        json.writeBooleanField("ok", report.ok());
        json.writeStringField("session", report.session().value());
        json.writeNumberField("epoch", report.epoch());
        json.writeNumberField("seq", report.seq());
        json.writeArrayFieldStart("offers");
        for (OfferBalance offer : report.offers()) {
            write(json, offer);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("money");
        for (MoneyBalance money : report.money()) {
            write(json, money);
        }
        json.writeEndArray();
        json.writeBooleanField("replayMatches", report.replayMatches());
        json.writeNumberField("fromSeq", report.fromSeq());
        json.writeNumberField("orders", report.orders());
        json.writeNumberField("events", report.events());
        json.writeArrayFieldStart("compared");
        for (Compared compared : report.compared()) {
            json.writeStartObject();
            json.writeStringField("what", compared.what());
            json.writeNumberField("count", compared.count());
            json.writeNumberField("seq", compared.seq());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("problems");
        for (String problem : report.problems()) {
            json.writeString(problem);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, OfferBalance offer) throws IOException {
        json.writeStartObject();
        json.writeStringField("offer", offer.offer());
        json.writeNumberField("total", offer.total());
        json.writeNumberField("available", offer.available());
        json.writeNumberField("held", offer.held());
        json.writeNumberField("sold", offer.sold());
        json.writeNumberField("oversold", offer.oversold());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, MoneyBalance money) throws IOException {
        json.writeStartObject();
        json.writeStringField("currency", money.currency());
        json.writeNumberField("paidMinor", money.paidMinor());
        json.writeNumberField("refundedMinor", money.refundedMinor());
        json.writeNumberField("refundDueMinor", money.refundDueMinor());
        json.writeNumberField("keptMinor", money.keptMinor());
        json.writeEndObject();
    }
}
