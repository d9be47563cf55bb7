package io.ganchang.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A piece of a settings file that remembers where it stood. */
sealed interface Node {

    /** File and line, or the command line. */
    String origin();

    /** What a problem shows as found. */
    String shown();

    /** Keys and their values, in the order of the file. */
    record Mapping(Map<String, Node> members, String origin) implements Node {
        public Mapping {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        static Mapping empty(String origin) {
            return new Mapping(Map.of(), origin);
        }

        /** This with a value at a dotted path. */
        Mapping with(String path, Node value) {
            Map<String, Node> more = new LinkedHashMap<>(members);
            int dot = path.indexOf('.');
            if (dot < 0) {
                more.put(path, value);
            } else {
                String key = path.substring(0, dot);
                Mapping inner = more.get(key) instanceof Mapping known ? known : empty(origin);
                more.put(key, inner.with(path.substring(dot + 1), value));
            }
            return new Mapping(more, origin);
        }

        @Override
        public String shown() {
            return "a section";
        }
    }

    /** A single value, as it is written. */
    record Scalar(Kind kind, String text, String origin) implements Node {
        private static final int SHOWN_LENGTH_MAX = 80;

        /** The value that {@code text} would be in a file, where it may stand unquoted. */
        static Scalar typed(String text, String origin) {
            if (text.matches("-?[0-9]+")) {
                return new Scalar(Kind.INTEGER, text, origin);
            }
            return new Scalar(text.matches("true|false") ? Kind.FLAG : Kind.TEXT, text, origin);
        }

        boolean isNothing() {
            return kind == Kind.NOTHING;
        }

        @Override
        public String shown() {
            String start = text.length() > SHOWN_LENGTH_MAX ? text.substring(0, SHOWN_LENGTH_MAX) + "…" : text;
            return switch (kind) {
                case NOTHING -> "nothing";
                case TEXT -> '"' + start + '"';
                case INTEGER, FLAG, OTHER -> start;
            };
        }
    }

    /** Something settings have no use for, such as a list. */
    record Foreign(String shown, String origin) implements Node {}

    /** What a single value looks like. */
    enum Kind {
        INTEGER,
        FLAG,
        TEXT,
        NOTHING,
        OTHER
    }
}
