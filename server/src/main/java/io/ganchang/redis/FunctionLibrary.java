package io.ganchang.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The source of the function library {@code ganchang_1}, put together from the {@code .lua} files. Library and functions
 * carry one number, so that servers of two versions can run side by side; a library that is there under the same name
 * with other code is never replaced.
 */
public final class FunctionLibrary {
    /** Name of the library in Redis. */
    public static final String NAME = "ganchang_1";

    /** The files, shared parts before the functions that use them. */
    static final List<String> FILES = List.of(
            "partition.lua",
            "order.lua",
            "holds.lua",
            "order_place.lua",
            "order_expire.lua",
            "money.lua",
            "order_resolve.lua",
            "payment_take.lua",
            "command.lua",
            "refund_grant.lua",
            "refund_settle.lua",
            "session_change.lua",
            "offer_change.lua",
            "pools_read.lua",
            "partition_verify.lua",
            "partition_freeze.lua",
            "clock_set.lua",
            "events_trim.lua",
            "session_close.lua",
            "partition_remove.lua");

    private static final String SOURCE = "#!lua name=" + NAME + "\n" + read();

    private FunctionLibrary() {}

    /** What {@code FUNCTION LOAD} takes. */
    public static String source() {
        return SOURCE;
    }

    private static String read() {
        StringBuilder source = new StringBuilder();
        FILES.forEach(file -> source.append(read(file)));
        return source.toString();
    }

    static String read(String file) {
        try (InputStream in = FunctionLibrary.class.getResourceAsStream("/redis/" + file)) {
            if (in == null) {
                throw new IllegalStateException("redis/" + file + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
