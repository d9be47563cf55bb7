package io.ganchang.http;

import io.ganchang.payment.sandbox.SandboxTicket;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Locale;

/** Writes the sandbox's page in one language, from the texts in {@code pages/sandbox.*}. It works without scripts. */
final class SandboxPage {
    private static final String TEMPLATE = PageTexts.file("sandbox.html");
    private static final String GONE = PageTexts.file("sandbox-gone.html");

    /** The page may load style and picture of the market's pages, and sends its form to where it came from. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'self'; img-src 'self';"
            + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final SandboxPage EN = new SandboxPage(Language.EN);
    private static final SandboxPage ZH = new SandboxPage(Language.ZH);

    private final Language language;
    private final PageTexts texts;

    private SandboxPage(Language language) {
        this.language = language;
        this.texts = PageTexts.of("sandbox", language);
    }

    static SandboxPage in(Language language) {
        return language == Language.ZH ? ZH : EN;
    }

    /** The payment, to be paid or declined. */
    Buffer ask(SandboxTicket ticket, long nowMs) {
        Duration left = Duration.ofMillis(ticket.payableUntilMs() - nowMs);
        return left.isNegative()
                ? write(ticket, time(left), "", message("overdue"))
                : write(ticket, time(left), refresh(left), "");
    }

    /** The same once the buyer has paid and the market could not be told. */
    Buffer askAgain(SandboxTicket ticket, long nowMs) {
        Duration left = Duration.ofMillis(ticket.payableUntilMs() - nowMs);
        return write(ticket, time(left), "", message("undelivered"));
    }

    /** Says that there is nothing to pay here. */
    Buffer gone() {
        return PageTexts.fill(GONE, this::common).content();
    }

    private Buffer write(SandboxTicket ticket, String time, String refresh, String message) {
        return PageTexts.fill(TEMPLATE, place -> switch (place) {
                    case "refresh" -> refresh;
                    case "message" -> message;
                    case "amount" ->
                        PageTexts.escaped(MinorUnits.shown(ticket.amountMinor(), ticket.currency(), locale()));
                    case "bought" -> PageTexts.escaped(ticket.description());
                    case "time" -> time;
                    case "order" -> ticket.order().toString();
                    default -> common(place);
                })
                .content();
    }

    private String common(String place) {
        return switch (place) {
            case "lang" -> language.tag();
            case "other" -> language.other().tag();
            case "style" -> PageFiles.address("market.css");
            case "icon" -> PageFiles.address("icon.svg");
            default -> texts.html(place);
        };
    }

    private String time(Duration left) {
        if (left.isNegative()) {
            return texts.html("over");
        }
        return left.toMinutes() == 0
                ? texts.html("lastMinute")
                : texts.html("minutesLeft").replace("{n}", Long.toString(left.toMinutes()));
    }

    /** The page is loaded anew when what it says of the time has become untrue. */
    private static String refresh(Duration left) {
        return "<meta http-equiv=\"refresh\" content=\"" + (left.toSecondsPart() + 1) + "\">\n";
    }

    private String message(String key) {
        return "<p class=\"notice\" role=\"alert\">" + texts.html(key) + "</p>\n";
    }

    private Locale locale() {
        return language == Language.ZH ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
    }
}
