package io.ganchang.http;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the pages of the market load: style, scripts, a picture. Their addresses share a folder named by their content,
 * so a browser keeps them for ever, and scripts that name each other are always of one edition.
 */
final class PageFiles {
    private static final List<String> NAMES = List.of(
            "api.js",
            "attempt.js",
            "buy.js",
            "clock.js",
            "delivery.js",
            "divisions.js",
            "format.js",
            "guest.js",
            "icon.svg",
            "language.js",
            "market.css",
            "order.js",
            "orders.js",
            "page.js",
            "storage.js",
            "texts.en.js",
            "texts.zh.js",
            "watch.js");
    private static final int EDITION_LENGTH = 12;

    private static final Map<String, Document> FILES = new LinkedHashMap<>();
    private static final String EDITION = read();

    private PageFiles() {}

    private static String read() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String name : NAMES) {
            byte[] content = Document.resource("/pages/" + name);
            all.writeBytes(content);
            FILES.put(name, Document.of(mediaType(name), content));
        }
        return Document.sha256(all.toByteArray())
                .replace('+', '-')
                .replace('/', '_')
                .substring(0, EDITION_LENGTH);
    }

    private static String mediaType(String name) {
        return switch (name.substring(name.lastIndexOf('.'))) {
            case ".css" -> "text/css; charset=utf-8";
            case ".js" -> "text/javascript; charset=utf-8";
            default -> "image/svg+xml";
        };
    }

    /** Where a browser finds the file. */
    static String address(String name) {
        return "/pages/" + EDITION + '/' + name;
    }

    static boolean isEdition(String edition) {
        return EDITION.equals(edition);
    }

    static Optional<Document> find(String name) {
        return Optional.ofNullable(FILES.get(name));
    }
}
