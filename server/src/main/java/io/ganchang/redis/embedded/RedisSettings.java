package io.ganchang.redis.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings under which the embedded Redis runs: those of the resource {@code redis/redis.conf} and those of its
 * place.
 *
 * @param memoryBytesMax beyond it Redis refuses writes
 */
record RedisSettings(RedisFolder folder, long memoryBytesMax) {
    private static final String RESOURCE = "/redis/redis.conf";

    /** Name to value, as {@code CONFIG GET} tells them. */
    Map<String, String> values() throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        resource()
                .lines()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> {
                    String[] nameAndValue = line.split(" ", 2);
                    values.put(nameAndValue[0], nameAndValue[1].equals("\"\"") ? "" : nameAndValue[1]);
                });
        values.putAll(ofThePlace());
        return values;
    }

    /** Writes the file and gives the arguments of {@code redis-server}. */
    List<String> write() throws IOException {
        Path fresh = folder.settings().resolveSibling("redis.conf.new");
        Files.writeString(fresh, resource());
        Files.move(fresh, folder.settings(), StandardCopyOption.ATOMIC_MOVE);
        List<String> arguments = new ArrayList<>(List.of(folder.settings().toString()));
        ofThePlace().forEach((name, value) -> arguments.addAll(List.of("--" + name, value)));
        return arguments;
    }

    private Map<String, String> ofThePlace() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("dir", folder.folder().toString());
        values.put("unixsocket", folder.socket().toString());
        values.put("pidfile", folder.pidFile().toString());
        values.put("logfile", folder.log().toString());
        values.put("maxmemory", Long.toString(memoryBytesMax));
        return values;
    }

    private static String resource() throws IOException {
        try (InputStream resource = RedisSettings.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IOException(RESOURCE + " is missing");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
