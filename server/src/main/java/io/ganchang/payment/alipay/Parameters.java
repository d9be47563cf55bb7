package io.ganchang.payment.alipay;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Parameters by name, in the order in which they are signed. */
final class Parameters {
    private static final int COUNT_MAX = 100;

    private final SortedMap<String, String> values;

    private Parameters(SortedMap<String, String> values) {
        this.values = values;
    }

    static Parameters none() {
        return new Parameters(new TreeMap<>());
    }

    /**
     * The parameters of a form, or empty where {@code form} is none: too many fields, one twice, escapes or bytes that are no
     * UTF-8.
     *
     * @param form byte for byte as ISO 8859-1
     */
    static Optional<Parameters> parse(String form) {
        String[] fields = form.split("&", COUNT_MAX + 1);
        SortedMap<String, String> values = new TreeMap<>();
        for (String field : fields) {
            int equals = field.indexOf('=');
            Optional<String> name = equals < 1 ? Optional.empty() : decoded(field.substring(0, equals));
            Optional<String> value = decoded(field.substring(equals + 1));
            if (name.isEmpty() || value.isEmpty() || values.putIfAbsent(name.get(), value.get()) != null) {
                return Optional.empty();
            }
        }
        return fields.length > COUNT_MAX ? Optional.empty() : Optional.of(new Parameters(values));
    }

    private static Optional<String> decoded(String escaped) {
        try {
            byte[] bytes =
                    URLDecoder.decode(escaped, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** These, and another one. */
    Parameters with(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(values);
        more.put(name, value);
        return new Parameters(more);
    }

    /** The value of {@code name}; empty where there is none, or it is empty. */
    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    /** Whether {@code name} has just this value. */
    boolean is(String name, String value) {
        return value.equals(values.get(name));
    }

    /** The text to sign: {@code name=value} joined by {@code &}, unescaped, of all that {@code taking} takes. */
    byte[] signed(Predicate<Map.Entry<String, String>> taking) {
        return values.entrySet().stream()
                .filter(taking)
                .map(parameter -> parameter.getKey() + '=' + parameter.getValue())
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** As a query or a form. */
    String escaped() {
        return values.entrySet().stream()
                .map(parameter -> escaped(parameter.getKey()) + '=' + escaped(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
