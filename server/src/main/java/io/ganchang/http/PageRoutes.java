package io.ganchang.http;

import io.ganchang.domain.OrderId;
import io.ganchang.domain.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The pages for viewers, and the files that these load. */
final class PageRoutes {
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String ASK_EACH_TIME = "no-cache";

    private static final Map<MarketPage, Map<Language, Document>> PAGES = pages();

    private final Gate gate;

    PageRoutes(Gate gate) {
        this.gate = gate;
    }

    private static Map<MarketPage, Map<Language, Document>> pages() {
        Map<MarketPage, Map<Language, Document>> pages = new EnumMap<>(MarketPage.class);
        for (MarketPage page : MarketPage.values()) {
            Map<Language, Document> written = new EnumMap<>(Language.class);
            for (Language language : Language.values()) {
                written.put(language, page.write(language));
            }
            pages.put(page, written);
        }
        return pages;
    }

    /** Unlike calls, pages pass over query parameters they do not know: apps add their own to a link that is shared. */
    void addTo(Router router) {
        router.get("/s/:session").handler(context -> gate.session(context, session -> show(context, MarketPage.BUY)));
        router.get("/orders").handler(context -> show(context, MarketPage.ORDERS));
        router.get("/orders/:order").handler(this::order);
        router.get("/pages/:edition/:file").handler(this::file);
    }

    private void order(RoutingContext context) {
        if (OrderId.parse(context.pathParam("order")).isPresent()) {
            show(context, MarketPage.ORDER);
        } else {
            gate.replies().problem(context.request(), Problem.NOT_FOUND, "That is not the id of an order.");
        }
    }

    private static void show(RoutingContext context, MarketPage page) {
        Language language = Language.of(context) instanceof Parsed.Valid<Language> asked
                ? asked.value()
                : Language.preferred(context);
        context.response()
                .putHeader("Content-Security-Policy", MarketPage.CONTENT_SECURITY_POLICY)
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader(HttpHeaders.CONTENT_LANGUAGE, language.tag())
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
        document(page, language).reply(context.request(), ASK_EACH_TIME);
    }

    private static Document document(MarketPage page, Language language) {
        Document document = PAGES.getOrDefault(page, Map.of()).get(language);
        if (document == null) {
            throw new IllegalStateException("there is no page " + page + " in " + language);
        }
        return document;
    }

    /** A file of another edition is asked for while servers of two versions run: it is this server's, and not kept. */
    private void file(RoutingContext context) {
        Optional<Document> file = PageFiles.find(context.pathParam("file"));
        if (file.isEmpty()) {
            gate.replies().problem(context.request(), Problem.NOT_FOUND, "There is no such file.");
        } else if (gate.hasOnly(context)) {
            boolean lasting = PageFiles.isEdition(context.pathParam("edition"));
            file.get().reply(context.request(), lasting ? FOR_EVER : ASK_EACH_TIME);
        }
    }
}
