package io.ganchang.http;

import io.ganchang.domain.Problem;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes the page about a problem in one language, from the texts in {@code pages/problems.*}. */
final class ProblemPage {
    private static final String FOLDER = "/pages/";
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");
    private static final String TEMPLATE = resource("problems.html");
    private static final String STYLE = resource("problems.css");

    /** What the page may load: nothing but its own style. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'sha256-"
            + Document.sha256(STYLE.getBytes(StandardCharsets.UTF_8))
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** The languages there are; each names the other one. */
    enum Language {
        EN,
        ZH;

        /** As it stands in addresses and headers. */
        String tag() {
            return name().toLowerCase(Locale.ROOT);
        }

        Language other() {
            return this == EN ? ZH : EN;
        }
    }

    private final Language language;
    private final Properties texts = new Properties();

    ProblemPage(Language language) {
        this.language = language;
        try {
            texts.load(new StringReader(resource("problems." + language.tag() + ".properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Document write(Problem problem) {
        Matcher places = PLACE.matcher(TEMPLATE);
        String page = places.replaceAll(place -> Matcher.quoteReplacement(text(problem, place.group(1))));
        return Document.of("text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
    }

    private String text(Problem problem, String place) {
        return switch (place) {
            case "lang" -> language.tag();
            case "other" -> language.other().tag();
            case "style" -> STYLE;
            case "code" -> problem.code();
            case "status" -> Integer.toString(problem.status());
            case "title" -> escaped(language == Language.EN ? problem.title() : require(problem.code() + ".title"));
            case "meaning", "todo", "repeat" -> escaped(require(problem.code() + '.' + place));
            default -> escaped(require(place));
        };
    }

    private String require(String key) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new IllegalStateException("the pages of problems lack " + key + " in " + language.tag());
        }
        return text;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String resource(String name) {
        return new String(Document.resource(FOLDER + name), StandardCharsets.UTF_8);
    }
}
