package io.ganchang.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The typed head of a function's file: what it says of KEYS, ARGV, REPLY and FLAGS, and whether the body keeps to it.
 *
 * @param arguments those that every call has, the call head included
 * @param repeated whether more may follow
 */
record FunctionHead(
        String name, List<String> keys, List<String> arguments, boolean repeated, List<String> reply, String flags) {
    private static final Pattern HEAD = Pattern.compile(
            "--\\[\\[ (\\w+)\n.*?\nKEYS    (.+)\nARGV    (.+)\nREPLY   (.+)\nFLAGS   (.+)\n]]\n", Pattern.DOTALL);
    private static final Pattern GROUP = Pattern.compile(" ?\\(([^)]*)\\)\\*");
    private static final Pattern UNPACKED_KEYS = Pattern.compile("local ([\\w, ]+) = unpack\\(keys\\)");
    private static final Pattern UNPACKED_ARGUMENTS = Pattern.compile("local ([\\w, ]+) = unpack\\(argv, (\\d+)\\)");
    private static final Pattern EXPECTED = Pattern.compile("expect_arguments\\(keys, (\\d+), argv, (\\d+)\\)");
    private static final Pattern REGISTERED = Pattern.compile(
            "redis\\.register_function \\{ function_name = '(\\w+)', callback = \\w+, flags = \\{(.*)\\} \\}");
    private static final Pattern REPLIED = Pattern.compile("return \\{\\s*'ok',(.*?)\\s*\\}", Pattern.DOTALL);
    private static final List<String> CALL_HEAD =
            List.of("epoch", "known", "knownTag", "clock", "notBefore", "notAfter", "tag");

    static FunctionHead parse(String source) {
        Matcher head = HEAD.matcher(source);
        if (!head.find()) {
            throw new IllegalArgumentException("no head");
        }
        String arguments = head.group(3);
        return new FunctionHead(
                head.group(1),
                names(head.group(2)),
                names(GROUP.matcher(arguments).replaceAll("")),
                GROUP.matcher(arguments).find(),
                names(head.group(4)),
                head.group(5));
    }

    /** What does not hold between the head and the body of {@code source}; empty where all does. */
    static List<String> problems(String file, String source) {
        FunctionHead head = parse(source);
        String body = source.substring(source.indexOf("]]\n"));
        List<String> problems = new ArrayList<>();
        head.checkNames(file, body, problems);
        head.checkKeys(body, problems);
        head.checkArguments(body, problems);
        head.checkReplies(body, problems);
        return problems;
    }

    private void checkNames(String file, String body, List<String> problems) {
        String number = FunctionLibrary.NAME.substring(FunctionLibrary.NAME.lastIndexOf('_'));
        check(name.equals(file.replace(".lua", number)), "name of the head " + name, problems);
        MatchResult registered = only(REGISTERED, body);
        check(registered.group(1).equals(name), "registered name " + registered.group(1), problems);
        String registeredFlags = registered.group(2).replace("'", "").strip();
        check(registeredFlags.equals(flags.equals("none") ? "" : flags), "flags " + registeredFlags, problems);
    }

    private void checkKeys(String body, List<String> problems) {
        check(only(EXPECTED, body).group(1).equals(String.valueOf(keys.size())), "number of keys", problems);
        List<MatchResult> unpacked = UNPACKED_KEYS.matcher(body).results().toList();
        check(!unpacked.isEmpty(), "keys are not unpacked", problems);
        for (MatchResult names : unpacked) {
            check(split(names.group(1)).equals(keys), "keys unpacked as " + names.group(1), problems);
        }
    }

    private void checkArguments(String body, List<String> problems) {
        check(only(EXPECTED, body).group(2).equals(String.valueOf(arguments.size())), "number of arguments", problems);
        boolean hasHead = arguments.size() >= CALL_HEAD.size()
                && arguments.subList(0, CALL_HEAD.size()).equals(CALL_HEAD);
        check(hasHead == body.contains("refusal_of(partition, argv)"), "call head " + arguments, problems);
        for (MatchResult unpacked : UNPACKED_ARGUMENTS.matcher(body).results().toList()) {
            int first = Integer.parseInt(unpacked.group(2)) - 1;
            List<String> names = split(unpacked.group(1));
            for (int i = 0; i < names.size(); i++) {
                String name = names.get(i);
                boolean fits = first + i < arguments.size() && name.equals(arguments.get(first + i));
                check(fits || name.equals("_"), "argument " + (first + i + 1) + " unpacked as " + name, problems);
            }
        }
    }

    private void checkReplies(String body, List<String> problems) {
        check(reply.subList(0, 3).equals(List.of("status", "now", "seq")), "reply head " + reply, problems);
        for (MatchResult replied : REPLIED.matcher(body).results().toList()) {
            int count = 1 + replied.group(1).split(", ?(?![^(]*\\))", -1).length;
            check(count == reply.size(), "a reply of " + count + " fields", problems);
        }
    }

    private static void check(boolean holds, String what, List<String> problems) {
        if (!holds) {
            problems.add(what);
        }
    }

    private static MatchResult only(Pattern pattern, String body) {
        List<MatchResult> found = pattern.matcher(body).results().toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(found.size() + " times " + pattern);
        }
        return found.get(0);
    }

    /** The names in {@code name:type name:type}, or none. */
    private static List<String> names(String typed) {
        return typed.equals("none") || typed.isEmpty()
                ? List.of()
                : Arrays.stream(typed.split(" ", -1))
                        .map(part -> part.replaceAll(":.*", ""))
                        .toList();
    }

    private static List<String> split(String names) {
        return List.of(names.split(", ", -1));
    }
}
