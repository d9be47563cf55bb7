package io.ganchang.config;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What settings may not say together, although each may be said alone. */
final class Combinations {
    private static final Set<String> ANY_ADDRESS = Set.of("0.0.0.0", "::", "[::]");

    private final Settings settings;
    private final Config config;

    private Combinations(Settings settings, Config config) {
        this.settings = settings;
        this.config = config;
    }

    /** Adds to the problems of {@code settings}. A key that has one already takes no part. */
    static void check(Settings settings, Config config) {
        Combinations combinations = new Combinations(settings, config);
        combinations.twoListenersNeedTwoPorts();
        combinations.reconnectDelaysAreInOrder();
        combinations.refundDelaysAreInOrder();
        combinations.redisHasOnePassword();
        combinations.aPasswordNeedsARedisOfOnesOwn();
        combinations.certificatesAreForTls();
        combinations.theDemoStaysOnThisMachine();
        combinations.aProviderIsWhollyNamed();
        combinations.realGatewaysMustKnowWhereToCall();
        combinations.aMerchantIsWhollyNamed(
                PaymentsConfig.WECHATPAY, config.wechatpay().unsaid());
        combinations.aMerchantIsWhollyNamed(
                PaymentsConfig.ALIPAY, config.alipay().unsaid());
    }

    private void twoListenersNeedTwoPorts() {
        int port = config.admin().port();
        if (sound("http.host", "http.port", "admin.host", "admin.port")
                && port != 0
                && port == config.http().port()
                && overlap(config.http().host(), config.admin().host())) {
            impossible("admin.port", "another port than http.port, or 0");
        }
    }

    private void reconnectDelaysAreInOrder() {
        int delayMsMax = config.redis().reconnectDelayMsMax();
        if (sound("redis.reconnectDelayMsMin", "redis.reconnectDelayMsMax")
                && config.redis().reconnectDelayMsMin() > delayMsMax) {
            impossible("redis.reconnectDelayMsMin", "at most redis.reconnectDelayMsMax, which is " + delayMsMax);
        }
    }

    private void refundDelaysAreInOrder() {
        int delayMsMax = config.payments().refundDelayMsMax();
        if (sound("payments.refundDelayMsMin", "payments.refundDelayMsMax")
                && config.payments().refundDelayMsMin() > delayMsMax) {
            impossible("payments.refundDelayMsMin", "at most payments.refundDelayMsMax, which is " + delayMsMax);
        }
    }

    private void redisHasOnePassword() {
        if (!sound("redis.url", "redis.passwordFile")) {
            return;
        }
        boolean inUrl = config.redis().url().flatMap(RedisUrl::password).isPresent();
        boolean inFile = config.redis().passwordFile().isPresent();
        if (inUrl && inFile) {
            impossible("redis.passwordFile", "nothing, because redis.url has a password, or a redis.url without one");
        }
        if (!inUrl && !inFile && config.redis().url().flatMap(RedisUrl::user).isPresent()) {
            impossible("redis.url", "a password for the user, in redis.passwordFile or in the URL");
        }
    }

    private void aPasswordNeedsARedisOfOnesOwn() {
        if (sound("redis.url", "redis.passwordFile")
                && config.redis().passwordFile().isPresent()
                && config.redis().url().isEmpty()) {
            impossible("redis.passwordFile", "nothing, because redis.url is empty: the embedded Redis has no password");
        }
    }

    private void certificatesAreForTls() {
        boolean tls = config.redis().url().map(RedisUrl::place).stream()
                .anyMatch(place -> place instanceof RedisUrl.Host host && host.tls());
        if (sound("redis.url", "redis.caFile") && config.redis().caFile().isPresent() && !tls) {
            impossible("redis.caFile", "nothing, unless redis.url begins with rediss://");
        }
    }

    private void theDemoStaysOnThisMachine() {
        if (sound("http.host", "demo.enabled")
                && config.demo().enabled()
                && !isLoopback(config.http().host())) {
            impossible(
                    "http.host",
                    "a loopback address such as 127.0.0.1 while the demo is on"
                            + " (to serve others set demo.enabled to false or pass --no-demo)");
        }
    }

    private void aProviderIsWhollyNamed() {
        TokenConfig tokens = config.tokens();
        if (!sound("tokens.jwksFile", "tokens.jwksUrl") || !tokens.hasProvider()) {
            return;
        }
        String key = tokens.jwksUrl().isPresent() ? "jwksUrl" : "jwksFile";
        if (tokens.jwksFile().isPresent() && tokens.jwksUrl().isPresent()) {
            impossible("tokens.jwksUrl", "nothing, since tokens.jwksFile is set: keys come from one place");
        }
        if (tokens.issuer().isEmpty()) {
            impossible("tokens.issuer", "the iss of the provider's tokens, since tokens." + key + " is set");
        }
        if (tokens.audience().isEmpty()) {
            impossible("tokens.audience", "the aud of the provider's tokens, since tokens." + key + " is set");
        }
    }

    /** Else a buyer's {@code Host} header would say where the payment service is to tell of the payment. */
    private void realGatewaysMustKnowWhereToCall() {
        if (sound("http.publicUrl", "payments.gateways")
                && config.http().publicUrl().isEmpty()
                && !config.payments().gateways().equals(List.of(PaymentsConfig.SANDBOX))) {
            impossible(
                    "http.publicUrl",
                    "the address at which payment services reach this server,"
                            + " since payments.gateways has others than sandbox");
        }
    }

    /** Its section bears the gateway's name. */
    private void aMerchantIsWhollyNamed(String gateway, List<String> unsaid) {
        if (!sound("payments.gateways") || !config.payments().gateways().contains(gateway)) {
            return;
        }
        for (String key : unsaid) {
            if (sound(gateway + '.' + key)) {
                impossible(gateway + '.' + key, "a value, since payments.gateways lists " + gateway);
            }
        }
    }

    private boolean sound(String... paths) {
        for (String path : paths) {
            if (settings.hasProblemAt(path)) {
                return false;
            }
        }
        return true;
    }

    private void impossible(String path, String expected) {
        Node node = settings.node(path);
        settings.problems().add(new ConfigProblem(path, node.origin(), node.shown(), expected));
    }

    private static boolean overlap(String left, String right) {
        return left.equalsIgnoreCase(right)
                || ANY_ADDRESS.contains(left)
                || ANY_ADDRESS.contains(right)
                || (left + right).toLowerCase(Locale.ROOT).matches("localhost127\\.0\\.0\\.1|127\\.0\\.0\\.1localhost");
    }

    /** By its wording alone: settings are checked without asking a name server. */
    private static boolean isLoopback(String host) {
        return host.toLowerCase(Locale.ROOT).matches("localhost|127(\\.[0-9]{1,3}){3}|::1|\\[::1]");
    }
}
