package io.ganchang.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a connection must prove before anything is sold over it: durable settings, and our function library.
 *
 * @param assumeDurable whether a Redis that refuses to tell its settings will do
 * @param allowUnsafe whether one whose settings can lose orders will do
 * @param standing is told what was found
 */
record RedisHandshake(boolean assumeDurable, boolean allowUnsafe, RedisStanding standing) {
    private static final String VERSION_FIELD = "redis_version:";

    /** Fails with {@link UnsafeRedisException} where Redis must not be used. */
    Future<Void> check(RedisConnection connection) {
        return checkDurability(connection).compose(durable -> ensureLibrary(connection));
    }

    private Future<Void> checkDurability(RedisConnection connection) {
        return connection
                .send(Request.cmd(Command.INFO).arg("server"))
                .compose(info -> checkSettings(connection, version(info)));
    }

    private Future<Void> checkSettings(RedisConnection connection, String version) {
        Request settings = Request.cmd(Command.CONFIG).arg("GET");
        DurabilityCheck.settingNames().forEach(settings::arg);
        return connection
                .send(settings)
                .compose(found -> judge(DurabilityCheck.problems(toMap(found), version)))
                .recover(failure -> isRefusal(failure)
                        ? judgeUntold(String.valueOf(failure.getMessage()), version)
                        : Future.failedFuture(failure));
    }

    /** Whether Redis answered that this is not for us: not allowed to this user, or not known to this Redis. */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof ErrorType error && (error.is("NOPERM") || error.is("ERR"));
    }

    private Future<Void> judgeUntold(String refusal, String version) {
        List<String> problems = DurabilityCheck.versionProblems(version);
        if (!assumeDurable) {
            problems.add(DurabilityCheck.untold(refusal));
        }
        if (!problems.isEmpty()) {
            return judge(problems);
        }
        standing.assumed(refusal);
        return Future.succeededFuture();
    }

    private Future<Void> judge(List<String> problems) {
        if (problems.isEmpty()) {
            standing.checked();
            return Future.succeededFuture();
        }
        standing.unsafe(problems, allowUnsafe);
        return allowUnsafe
                ? Future.succeededFuture()
                : Future.failedFuture(
                        new UnsafeRedisException("Redis would lose orders: " + String.join("; ", problems)));
    }

    /** Loads the library where it is missing. Another one under its name, or with its functions, is left alone. */
    static Future<Void> ensureLibrary(RedisConnection connection) {
        return connection
                .send(Request.cmd(Command.FUNCTION)
                        .arg("LIST")
                        .arg("LIBRARYNAME")
                        .arg(FunctionLibrary.NAME)
                        .arg("WITHCODE"))
                .compose(list -> list.size() == 0 ? load(connection) : compare(list.get(0)));
    }

    private static Future<Void> load(RedisConnection connection) {
        return connection
                .send(Request.cmd(Command.FUNCTION).arg("LOAD").arg(FunctionLibrary.source()))
                .<Void>mapEmpty()
                .recover(failure -> failure instanceof ErrorType error && error.is("ERR")
                        ? ensureLibraryOfOthers(connection, error)
                        : Future.failedFuture(failure));
    }

    /** Another server may have loaded it in between; anything else under our names is foreign. */
    private static Future<Void> ensureLibraryOfOthers(RedisConnection connection, ErrorType refusal) {
        return connection
                .send(Request.cmd(Command.FUNCTION)
                        .arg("LIST")
                        .arg("LIBRARYNAME")
                        .arg(FunctionLibrary.NAME)
                        .arg("WITHCODE"))
                .compose(list -> list.size() == 0
                        ? Future.failedFuture(new UnsafeRedisException(
                                "Redis has functions of another library under our names: " + refusal.getMessage()))
                        : compare(list.get(0)));
    }

    private static Future<Void> compare(Response library) {
        return toMap(library).getOrDefault("library_code", "").equals(FunctionLibrary.source())
                ? Future.succeededFuture()
                : Future.failedFuture(new UnsafeRedisException("Redis has a library " + FunctionLibrary.NAME
                        + " with other code; start with a fresh data folder"));
    }

    private static String version(Response info) {
        return info.toString()
                .lines()
                .filter(line -> line.startsWith(VERSION_FIELD))
                .map(line -> line.substring(VERSION_FIELD.length()).trim())
                .findFirst()
                .orElse("");
    }

    /** A map reply, whether it came as RESP3 map or as a flat RESP2 list. */
    static Map<String, String> toMap(Response response) {
        Map<String, String> map = new HashMap<>();
        if (response.isMap()) {
            response.getKeys().forEach(key -> map.put(key, String.valueOf(response.get(key))));
            return map;
        }
        for (int i = 0; i + 1 < response.size(); i += 2) {
            map.put(response.get(i).toString(), String.valueOf(response.get(i + 1)));
        }
        return map;
    }
}
