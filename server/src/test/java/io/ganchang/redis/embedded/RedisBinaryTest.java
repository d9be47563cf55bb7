package io.ganchang.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisBinaryTest {
    @TempDir
    Path folder;

    @Test
    void theNamedOneComesFirst() throws IOException {
        Path named = program("elsewhere/my-redis", "Redis server v=7.4.1 sha=0 malloc=libc bits=64 build=0");
        Path onPath = program("bin/redis-server", "Redis server v=8.0.0 sha=0");

        RedisBinary found = locate(Map.of(RedisBinary.VARIABLE, named.toString(), "PATH", parent(onPath)));

        assertThat(found).isEqualTo(new RedisBinary(named, "7.4.1"));
    }

    @Test
    void theNamedOneIsTheOnlyChoice() throws IOException {
        String path = parent(program("bin/redis-server", "Redis server v=8.0.0 sha=0"));
        Path old = program("old/redis-server", "Redis server v=6.2.7 sha=0");
        for (Path named : new Path[] {old, folder.resolve("missing"), folder}) {
            assertThatThrownBy(() -> locate(Map.of(RedisBinary.VARIABLE, named.toString(), "PATH", path)))
                    .isInstanceOf(RedisStartException.class)
                    .hasMessageContaining(named.toString())
                    .hasMessageContaining("7.0");
        }
    }

    @Test
    void theFirstOnPathThatIsNewEnoughIsTaken() throws IOException {
        Path old = program("a/redis-server", "Redis server v=6.0.16 sha=0");
        Path other = program("b/redis-server", "what do you want?");
        Path good = program("c/redis-server", "Redis server v=7.0.0 sha=0");
        Path better = program("d/redis-server", "Redis server v=8.0.0 sha=0");

        RedisBinary found = locate(Map.of(
                "PATH", String.join(":", "", parent(old), "/missing", parent(other), parent(good), parent(better))));

        assertThat(found).isEqualTo(new RedisBinary(good, "7.0.0"));
    }

    @Test
    void theOneThatComesAlongIsUnpackedForItsOwnerAlone() throws IOException {
        RedisBinary found = locate(Map.of("PATH", folder.toString()));

        assertThat(found.version()).isEqualTo("7.0.15");
        assertThat(found.executable()).hasParent(folder.resolve("own"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(found.executable())))
                .isEqualTo("rwx------");
    }

    @Test
    void theUnpackedOneIsUsedAgainAndMendedWhenTorn() throws IOException {
        Path executable = locate(Map.of()).executable();
        var unpacked = Files.getLastModifiedTime(executable);

        assertThat(locate(Map.of()).executable()).isEqualTo(executable);
        assertThat(Files.getLastModifiedTime(executable)).isEqualTo(unpacked);

        Files.write(executable, new byte[] {1, 2, 3});
        assertThat(locate(Map.of()).version()).isEqualTo("7.0.15");
    }

    @Test
    void oneComesAlongForTheUsualMachines() {
        for (String[] machine : new String[][] {
            {"Linux", "amd64"}, {"Linux", "aarch64"}, {"Linux", "i386"}, {"Mac OS X", "x86_64"}, {"Mac OS X", "aarch64"}
        }) {
            assertThat(BundledRedis.unpack(folder, machine[0], machine[1]))
                    .as(String.join(" ", machine))
                    .isPresent();
        }
        assertThat(BundledRedis.unpack(folder, "Linux", "s390x")).isEmpty();
        assertThat(BundledRedis.unpack(folder, "SunOS", "amd64")).isEmpty();
    }

    private RedisBinary locate(Map<String, String> environment) {
        return RedisBinary.locate(environment, folder.resolve("own"));
    }

    private static String parent(Path program) {
        return String.valueOf(program.getParent());
    }

    private Path program(String name, String output) throws IOException {
        Path program = folder.resolve(name);
        Files.createDirectories(program.resolveSibling("."));
        Files.writeString(program, "#!/bin/sh\necho '" + output + "'\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }
}
