package io.ganchang.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A certification authority of a test, and a Redis's certificate that it signed, valid for {@code localhost} alone.
 *
 * @param folder where the PEM files are
 */
public record CertificatesForTest(Path folder) {
    private static final String PASSWORD = "changeit";
    private static final long SECONDS_MAX = 60;

    /** Made with the JDK's keytool. */
    public static CertificatesForTest make(Path folder) throws IOException, GeneralSecurityException {
        CertificatesForTest made = new CertificatesForTest(folder);
        made.keytool("ca", "-genkeypair", "-dname", "CN=test-ca", "-keyalg", "EC", "-ext", "bc:c");
        made.keytool("redis", "-genkeypair", "-dname", "CN=test-redis", "-keyalg", "EC");
        made.keytool("redis", "-certreq", "-file", made.file("redis.csr"));
        made.keytool(
                "ca",
                "-gencert",
                "-infile",
                made.file("redis.csr"),
                "-outfile",
                made.file("redis.crt"),
                "-rfc",
                "-ext",
                "san=dns:localhost");
        KeyStore ca = made.store("ca");
        KeyStore redis = made.store("redis");
        made.writePem("ca.pem", "CERTIFICATE", ca.getCertificate("ca").getEncoded());
        made.writePem(
                "redis.key",
                "PRIVATE KEY",
                redis.getKey("redis", PASSWORD.toCharArray()).getEncoded());
        return made;
    }

    public Path authority() {
        return folder.resolve("ca.pem");
    }

    /** What a redis-server is told, to listen with TLS on {@code port} of localhost. */
    public List<String> redisOptions(int port) {
        return List.of(
                "--bind", "127.0.0.1",
                "--tls-port", Integer.toString(port),
                "--tls-cert-file", file("redis.crt"),
                "--tls-key-file", file("redis.key"),
                "--tls-ca-cert-file", file("ca.pem"),
                "--tls-auth-clients", "no");
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private KeyStore store(String alias) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve(alias + ".p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private void writePem(String name, String what, byte[] content) throws IOException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(
                folder.resolve(name),
                "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n",
                StandardCharsets.US_ASCII);
    }

    private void keytool(String alias, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", alias, "-keystore", file(alias + ".p12")));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        try {
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(Files.readString(folder.resolve("keytool.log")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
