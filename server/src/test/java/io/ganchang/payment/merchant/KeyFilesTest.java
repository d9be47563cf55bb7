package io.ganchang.payment.merchant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys are read from files, and one that cannot be used says so in one line without showing anything of it. */
class KeyFilesTest {
    private static final RsaForTest RSA = RsaForTest.newPair();

    @TempDir
    private Path folder;

    private KeyFiles file(String content) throws IOException {
        return KeyFiles.of("alipay.privateKeyFile", Files.writeString(folder.resolve("key.pem"), content));
    }

    @Test
    void keysAreReadFromPem() throws IOException {
        assertThat(KeyFiles.of("s", RSA.privateKeyIn(folder.resolve("private.pem")))
                        .privateKey())
                .isEqualTo(RSA.pair().getPrivate());
        assertThat(KeyFiles.of("s", RSA.publicKeyIn(folder.resolve("public.pem")))
                        .publicKey())
                .isEqualTo(RSA.pair().getPublic());
    }

    @Test
    void keysAreReadFromBareBase64() throws IOException {
        String bare = Base64.getEncoder().encodeToString(RSA.pair().getPrivate().getEncoded());
        assertThat(file(bare + "\n").privateKey()).isEqualTo(RSA.pair().getPrivate());
        bare = Base64.getEncoder().encodeToString(RSA.pair().getPublic().getEncoded());
        assertThat(file(bare).publicKey()).isEqualTo(RSA.pair().getPublic());
    }

    @Test
    void aCertificateIsReadWithItsSerialNumber() throws Exception {
        Path store = folder.resolve("store.p12");
        Path pem = folder.resolve("platform.pem");
        keytool(store, "-genkeypair", "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=platform");
        keytool(store, "-exportcert", "-rfc", "-file", pem.toString());
        assertThat(KeyFiles.of("s", pem).certificate().getSerialNumber().signum())
                .isOne();
    }

    @Test
    void whatCannotBeUsedIsSaidInOneLine() throws IOException {
        assertThatThrownBy(() -> KeyFiles.of("alipay.privateKeyFile", folder.resolve("none"))
                        .privateKey())
                .isInstanceOf(UnusableKeyException.class)
                .hasMessage("cannot use alipay.privateKeyFile " + folder.resolve("none") + ": no such file");
        assertThatThrownBy(() -> KeyFiles.of("s", folder).secret()).hasMessageContaining("not a file");
        assertUnusable("", "no RSA private key");
        assertUnusable("hunter2!", "neither PEM nor base64");
        assertUnusable("hunter22", "no RSA private key");
        assertUnusable("密钥", "plain ASCII");
        assertUnusable("a".repeat(70_000), "at most");
    }

    private void assertUnusable(String content, String why) throws IOException {
        KeyFiles file = file(content);
        assertThatThrownBy(file::privateKey)
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("hunter2")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aKeyInAnotherFormSaysHowToTurnIt() throws IOException {
        Path pkcs1 = RsaForTest.pem(folder.resolve("pkcs1.pem"), "RSA PRIVATE KEY", new byte[] {1, 2, 3});
        assertThatThrownBy(() -> KeyFiles.of("s", pkcs1).privateKey()).hasMessageContaining("openssl pkcs8 -topk8");
        Path publicKey = RSA.publicKeyIn(folder.resolve("public.pem"));
        assertThatThrownBy(() -> KeyFiles.of("s", publicKey).privateKey()).hasMessageContaining("a PUBLIC KEY");
        assertThatThrownBy(() -> KeyFiles.of("s", publicKey).certificate()).hasMessageContaining("not a CERTIFICATE");
    }

    @Test
    void aShortKeyIsRefused() throws IOException {
        Path weak = RsaForTest.newPair(1_024).privateKeyIn(folder.resolve("weak.pem"));
        assertThatThrownBy(() -> KeyFiles.of("s", weak).privateKey()).hasMessageContaining("at least 2048 bits");
    }

    static void keytool(Path store, String... arguments) throws IOException, InterruptedException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> command = new ArrayList<>(List.of(tool));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "k", "-keystore", store.toString(), "-storepass", "changeit"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
