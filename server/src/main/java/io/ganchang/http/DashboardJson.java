package io.ganchang.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ganchang.domain.Offer;
import io.ganchang.domain.OrderState;
import io.ganchang.domain.Session;
import io.ganchang.domain.Words;
import io.ganchang.ledger.SessionTotals;
import io.ganchang.session.Dashboard;
import java.io.IOException;
import java.util.Map;

/** A dashboard, as hosts see it. */
final class DashboardJson {
    private DashboardJson() {}

    static void write(JsonGenerator json, Dashboard dashboard) throws IOException {
        Session session = dashboard.session();
        SessionTotals totals = dashboard.totals();
        json.writeStartObject();
        json.writeStringField("session", session.id().value());
        json.writeStringField("state", Words.of(session.state()));
        json.writeNumberField("seq", session.seq());
        json.writeArrayFieldStart("offers");
        for (Offer offer : session.offers()) {
            write(json, offer);
        }
        json.writeEndArray();
        json.writeNumberField("ledgerSeq", totals.seq());
        json.writeObjectFieldStart("orders");
        for (Map.Entry<OrderState, Long> orders : totals.ordersByState().entrySet()) {
            json.writeNumberField(Words.of(orders.getKey()), orders.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("money");
        for (Map.Entry<String, SessionTotals.Takings> money : totals.money().entrySet()) {
            write(json, money.getKey(), money.getValue());
        }
        json.writeEndArray();
        json.writeObjectFieldStart("refunds");
        json.writeNumberField("due", totals.refundsDue());
        json.writeNumberField("stuck", totals.refundsStuck());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Offer offer) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", offer.id());
        json.writeStringField("title", offer.terms().title());
        json.writeStringField("state", Words.of(offer.stage()));
        json.writeNumberField("available", offer.stock().available());
        json.writeNumberField("held", offer.stock().held());
        json.writeNumberField("sold", offer.stock().sold());
        json.writeNumberField("total", offer.stock().total());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String currency, SessionTotals.Takings money) throws IOException {
        json.writeStartObject();
        json.writeStringField("currency", currency);
        json.writeNumberField("unpaidMinor", money.unpaidMinor());
        json.writeNumberField("paidMinor", money.paidMinor());
        json.writeNumberField("keptMinor", money.keptMinor());
        json.writeNumberField("refundDueMinor", money.refundDueMinor());
        json.writeNumberField("refundedMinor", money.refundedMinor());
        json.writeEndObject();
    }
}
