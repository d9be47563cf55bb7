package io.ganchang.http;

import io.ganchang.domain.Words;
import io.vertx.ext.web.LanguageHeader;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** The languages that pages are written in; each names the other one. */
enum Language {
    EN,
    ZH;

    /** The query parameter that asks for one. */
    static final String LANG = "lang";

    /** As it stands in addresses and headers. */
    String tag() {
        return Words.of(this);
    }

    Language other() {
        return this == EN ? ZH : EN;
    }

    /** The one that {@code lang} asks for, else the one that the browser prefers, else English. */
    static Parsed<Language> of(RoutingContext context) {
        String wanted = context.queryParams().get(LANG);
        if (wanted == null) {
            return new Parsed.Valid<>(preferred(context));
        }
        Optional<Language> language = Words.find(Language.class, wanted);
        return language.isPresent()
                ? new Parsed.Valid<>(language.get())
                : Parsed.invalid(LANG, Texts.oneOf(Language.class));
    }

    /** The one that the browser prefers, else English. */
    static Language preferred(RoutingContext context) {
        for (LanguageHeader accepted : context.acceptableLanguages()) {
            Optional<Language> language = Words.find(Language.class, accepted.tag());
            if (language.isPresent() && accepted.weight() > 0) {
                return language.get();
            }
        }
        return EN;
    }
}
