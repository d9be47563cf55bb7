package io.ganchang.payment.merchant;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;

/** An RSA key pair of a test, used with the JDK alone, independently of the code under test. */
public record RsaForTest(KeyPair pair) {

    public static RsaForTest newPair() {
        return newPair(2_048);
    }

    public static RsaForTest newPair(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return new RsaForTest(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The private key in PEM. */
    public Path privateKeyIn(Path file) throws IOException {
        return ownersOnly(pem(file, "PRIVATE KEY", pair.getPrivate().getEncoded()));
    }

    /** The public key in PEM. */
    public Path publicKeyIn(Path file) throws IOException {
        return pem(file, "PUBLIC KEY", pair.getPublic().getEncoded());
    }

    /** {@code file}, which nobody else may read from now on. */
    public static Path ownersOnly(Path file) throws IOException {
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    public String sign(String message) {
        return sign(message.getBytes(StandardCharsets.UTF_8));
    }

    public String sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(message);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public boolean verifies(String message, String signed) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(pair.getPublic());
            signature.update(message.getBytes(StandardCharsets.UTF_8));
            return signature.verify(Base64.getDecoder().decode(signed));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    static Path pem(Path file, String label, byte[] content) throws IOException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(file, "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n");
    }
}
