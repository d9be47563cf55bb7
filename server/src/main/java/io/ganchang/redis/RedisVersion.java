package io.ganchang.redis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The oldest Redis that serves, and how versions are told apart. */
public final class RedisVersion {
    /** Functions came with 7.0. */
    public static final String OLDEST = "7.0";

    private static final int MAJOR_OLDEST = 7;
    private static final Pattern MAJOR = Pattern.compile("([0-9]{1,4})\\..*");

    private RedisVersion() {}

    /** Whether {@code version}, such as {@code 7.0.15}, is {@link #OLDEST} or newer. */
    public static boolean isEnough(String version) {
        Matcher major = MAJOR.matcher(version);
        return major.matches() && Integer.parseInt(major.group(1)) >= MAJOR_OLDEST;
    }
}
