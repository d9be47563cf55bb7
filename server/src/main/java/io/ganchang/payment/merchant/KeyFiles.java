package io.ganchang.payment.merchant;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the keys of one setting from a file: PEM (RFC 7468), or the bare base64 in which Alipay's tools hand keys out.
 *
 * <p>All of it throws {@link UnusableKeyException}, whose message never shows what the file holds.
 */
public final class KeyFiles {
    private static final Logger LOG = LoggerFactory.getLogger(KeyFiles.class);
    private static final int BYTES_MAX = 65_536;

    /** What both services ask for; a shorter key can be broken. */
    private static final int RSA_BITS_MIN = 2_048;

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final Set<PosixFilePermission> OF_OTHERS =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private final String setting;
    private final Path file;

    private KeyFiles(String setting, Path file) {
        this.setting = setting;
        this.file = file;
    }

    /**
     * The file of a setting.
     *
     * @param setting its path, such as {@code wechatpay.privateKeyFile}
     */
    public static KeyFiles of(String setting, Path file) {
        return new KeyFiles(setting, file);
    }

    /** An RSA private key in PKCS #8. */
    public PrivateKey privateKey() {
        Pem pem = pem(secret(), "PRIVATE KEY");
        if (!pem.label().equals("PRIVATE KEY")) {
            throw unusable("a " + pem.label() + ", not a PRIVATE KEY;"
                    + " openssl pkcs8 -topk8 -nocrypt -in FILE -out NEW turns it into one");
        }
        try {
            return strong(KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes(pem))));
        } catch (GeneralSecurityException e) {
            throw unusable("no RSA private key");
        }
    }

    /** An RSA public key. */
    public PublicKey publicKey() {
        Pem pem = pem(text(), "PUBLIC KEY");
        if (!pem.label().equals("PUBLIC KEY")) {
            throw unusable("a " + pem.label() + ", not a PUBLIC KEY");
        }
        try {
            return strong(KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(bytes(pem))));
        } catch (GeneralSecurityException e) {
            throw unusable("no RSA public key");
        }
    }

    /** An X.509 certificate of an RSA key. */
    public X509Certificate certificate() {
        Pem pem = pem(text(), "CERTIFICATE");
        if (!pem.label().equals("CERTIFICATE")) {
            throw unusable("a " + pem.label() + ", not a CERTIFICATE");
        }
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes(pem)));
            strong(certificate.getPublicKey());
            return certificate;
        } catch (CertificateException e) {
            throw unusable("no X.509 certificate");
        }
    }

    /** The only line of a file that holds a secret. */
    public String secret() {
        warnWhereOthersRead();
        return text();
    }

    /** A complaint about the file. */
    public UnusableKeyException unusable(String why) {
        return new UnusableKeyException("cannot use " + setting + ' ' + file + ": " + why);
    }

    private String text() {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > BYTES_MAX) {
                throw unusable(Files.exists(file) ? "not a file of at most " + BYTES_MAX + " bytes" : "no such file");
            }
            return Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (NoSuchFileException e) {
            throw unusable("no such file");
        } catch (IOException e) {
            throw unusable("it cannot be read as plain ASCII text");
        }
    }

    private Pem pem(String text, String labelOfBareKeys) {
        Matcher pem = PEM.matcher(text);
        return pem.find() ? new Pem(pem.group(1), pem.group(2)) : new Pem(labelOfBareKeys, text);
    }

    private byte[] bytes(Pem pem) {
        try {
            return Base64.getDecoder().decode(pem.base64().replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw unusable("neither PEM nor base64");
        }
    }

    private <K> K strong(K key) {
        if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() >= RSA_BITS_MIN) {
            return key;
        }
        throw unusable("not an RSA key of at least " + RSA_BITS_MIN + " bits");
    }

    private void warnWhereOthersRead() {
        if (permissions().map(set -> set.stream().anyMatch(OF_OTHERS::contains)).orElse(false)) {
            LOG.warn("{} {} holds a secret and others can read it; chmod 600 keeps them out", setting, file);
        }
    }

    private Optional<Set<PosixFilePermission>> permissions() {
        try {
            return Optional.of(Files.getPosixFilePermissions(file));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private record Pem(String label, String base64) {}
}
