package io.ganchang.http;

import io.ganchang.domain.Words;

/**
 * The pages for viewers. Each is a frame that its script fills with what the calls under {@code /v1} answer, so it is the
 * same for everybody, and a page can show nothing that the calls do not.
 */
enum MarketPage {
    BUY,
    ORDER,
    ORDERS;

    /** What they may load and call: this server alone, and no script or style that stands in a page. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String TEMPLATE = PageTexts.file("market.html");

    Document write(Language language) {
        PageTexts texts = PageTexts.of("market", language);
        return PageTexts.fill(TEMPLATE, place -> switch (place) {
            case "lang" -> language.tag();
            case "other" -> language.other().tag();
            case "style" -> PageFiles.address("market.css");
            case "icon" -> PageFiles.address("icon.svg");
            case "script" -> PageFiles.address(Words.of(this) + ".js");
            case "title", "without" -> texts.html(Words.of(this) + '.' + place);
            default -> texts.html(place);
        });
    }
}
