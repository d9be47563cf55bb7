package io.ganchang.app;

import io.ganchang.domain.Problem;
import io.ganchang.payment.WebhookForTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The sandbox's secret is changed as the documentation says. */
class SandboxRotationTest {

    @Test
    void theSecretBeforeHoldsUntilItsFileIsGone() throws IOException {
        Path folder = MarketForTest.newFolder();
        Path file = folder.resolve("secrets/sandbox-webhook.key");
        Path old = folder.resolve("secrets/sandbox-webhook.old.key");
        MarketForTest.start(folder).stop();
        String before = Files.readString(file).trim();
        Files.move(file, old);
        MarketForTest rotated = MarketForTest.start(folder);
        tell(rotated, before).expect(204);
        tell(rotated, Files.readString(file).trim()).expect(204);
        rotated.stop();
        Files.delete(old);
        try (MarketForTest forgetful = MarketForTest.start(folder)) {
            tell(forgetful, before).expect(Problem.UNAUTHORIZED);
        }
    }

    private static Reply tell(MarketForTest market, String secret) {
        String body = "{'order':'order-77','status':'paid','amountMinor':100,'currency':'CNY','paymentId':'p-1'}"
                .replace('\'', '"');
        Call call = market.post("/v1/payments/sandbox/callback").body(body);
        WebhookForTest.signed(secret, "notice-1", body).headers().forEach(call::header);
        return call.send();
    }
}
