package io.ganchang.config;

import static io.ganchang.config.SettingsFile.complete;
import static io.ganchang.config.SettingsFile.faults;
import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.config.WechatPayConfig.PlatformKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What merchants say of themselves is read as they got it from the payment services, and all that is wrong is said at once. */
class MerchantConfigTest {
    private SettingsFile file = new SettingsFile(Path.of("unset"));

    @BeforeEach
    void nameTheFile(@TempDir Path folder) {
        file = SettingsFile.in(folder);
    }

    @Test
    void aMerchantOfWechatPayIsRead() throws IOException {
        WechatPayConfig config = complete(file.load("""
                        wechatpay:
                          appId: wxd678efh567hg6787
                          merchantId: 1900009191
                          merchantSerial: 1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C
                          privateKeyFile: secrets/apiclient_key.pem
                          apiKeyFile: secrets/api.key
                          platformKeys: PUB_KEY_ID_0114 = secrets/public.pem, secrets/platform.pem
                        """)).wechatpay();

        assertThat(config.merchantId()).contains("1900009191");
        assertThat(config.platformKeys())
                .containsExactly(
                        new PlatformKey(Optional.of("PUB_KEY_ID_0114"), Path.of("secrets/public.pem")),
                        new PlatformKey(Optional.empty(), Path.of("secrets/platform.pem")));
        assertThat(config.url()).isEqualTo(URI.create("https://api.mch.weixin.qq.com"));
        assertThat(config.unsaid()).isEmpty();
    }

    @Test
    void aMerchantOfAlipayIsRead() throws IOException {
        AlipayConfig config = complete(file.load("""
                        alipay:
                          appId: 2021000000000001
                          sellerId: 2088101106499364
                          privateKeyFile: secrets/app.key
                          publicKeyFile: secrets/alipay.key
                        """)).alipay();

        assertThat(config.appId()).contains("2021000000000001");
        assertThat(config.url()).isEqualTo(URI.create("https://openapi.alipay.com/gateway.do"));
        assertThat(config.unsaid()).isEmpty();
    }

    @Test
    void nothingIsSaidByDefault() {
        Config config = complete(ConfigLoader.load(Optional.empty(), Overrides.none()));
        assertThat(config.wechatpay().unsaid())
                .containsExactly(
                        "appId", "merchantId", "merchantSerial", "privateKeyFile", "apiKeyFile", "platformKeys");
        assertThat(config.alipay().unsaid()).containsExactly("appId", "sellerId", "privateKeyFile", "publicKeyFile");
    }

    @Test
    void aMerchantWhoIsPaidIsWhollyNamed() throws IOException {
        String gateways = "http:\n  publicUrl: https://m.example\npayments:\n  gateways: sandbox, wechatpay, alipay\n";
        assertThat(faults(file.load(gateways + "wechatpay:\n  appId: wx1\nalipay:\n  appId: wx1\n")))
                .extracting(ConfigProblem::path)
                .containsExactlyInAnyOrder(
                        "wechatpay.merchantId",
                        "wechatpay.merchantSerial",
                        "wechatpay.privateKeyFile",
                        "wechatpay.apiKeyFile",
                        "wechatpay.platformKeys",
                        "alipay.appId",
                        "alipay.sellerId",
                        "alipay.privateKeyFile",
                        "alipay.publicKeyFile");
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() throws IOException {
        assertThat(faults(file.load("""
                        wechatpay:
                          appId: wx 1
                          merchantId: mch
                          merchantSerial: xyz
                          platformKeys: "a=, b"
                          url: http://pay.example
                        alipay:
                          appId: wx1
                          sellerId: seller@example.cn
                          url: ftp://127.0.0.1
                        """)))
                .extracting(ConfigProblem::path)
                .containsExactlyInAnyOrder(
                        "wechatpay.appId",
                        "wechatpay.merchantId",
                        "wechatpay.merchantSerial",
                        "wechatpay.platformKeys",
                        "wechatpay.url",
                        "alipay.appId",
                        "alipay.sellerId",
                        "alipay.url");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=key.pem", "a b=key.pem", "a=", ",", "a.pem,", "a.pem,,b.pem"})
    void aListOfKeysHasNoGaps(String keys) throws IOException {
        assertThat(faults(file.load("wechatpay:\n  platformKeys: '" + keys + "'\n")))
                .extracting(ConfigProblem::path)
                .containsExactly("wechatpay.platformKeys");
    }
}
