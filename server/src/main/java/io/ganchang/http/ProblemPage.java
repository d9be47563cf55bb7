package io.ganchang.http;

import io.ganchang.domain.Problem;
import java.nio.charset.StandardCharsets;

/** Writes the page about a problem in one language, from the texts in {@code pages/problems.*}. */
final class ProblemPage {
    private static final String TEMPLATE = PageTexts.file("problems.html");
    private static final String STYLE = PageTexts.file("problems.css");

    /** What the page may load: nothing but its own style. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'sha256-"
            + Document.sha256(STYLE.getBytes(StandardCharsets.UTF_8))
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Language language;
    private final PageTexts texts;

    ProblemPage(Language language) {
        this.language = language;
        this.texts = PageTexts.of("problems", language);
    }

    Document write(Problem problem) {
        return PageTexts.fill(TEMPLATE, place -> content(problem, place));
    }

    private String content(Problem problem, String place) {
        return switch (place) {
            case "lang" -> language.tag();
            case "other" -> language.other().tag();
            case "style" -> STYLE;
            case "code" -> problem.code();
            case "status" -> Integer.toString(problem.status());
            case "title" ->
                language == Language.EN ? PageTexts.escaped(problem.title()) : texts.html(problem.code() + ".title");
            case "meaning", "todo", "repeat" -> texts.html(problem.code() + '.' + place);
            default -> texts.html(place);
        };
    }
}
