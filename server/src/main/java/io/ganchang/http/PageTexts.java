package io.ganchang.http;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files in {@code pages/} of which pages are made: texts by language, and templates with {@code {places}} in them. */
final class PageTexts {
    private static final String FOLDER = "/pages/";
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    private final String name;
    private final Properties texts = new Properties();

    private PageTexts(String name) {
        this.name = name;
        try {
            texts.load(new StringReader(file(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of {@code pages/<page>.<language>.properties}. */
    static PageTexts of(String page, Language language) {
        return new PageTexts(page + '.' + language.tag() + ".properties");
    }

    /** The text of that key, as it may stand in HTML. */
    String html(String key) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new IllegalStateException(name + " lacks " + key);
        }
        return escaped(text);
    }

    /** {@code template} with each of its places filled, in HTML. */
    static Document fill(String template, UnaryOperator<String> contentOf) {
        String page =
                PLACE.matcher(template).replaceAll(place -> Matcher.quoteReplacement(contentOf.apply(place.group(1))));
        return Document.of("text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
    }

    /** A file of that folder. */
    static String file(String name) {
        return new String(Document.resource(FOLDER + name), StandardCharsets.UTF_8);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
