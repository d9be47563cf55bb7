package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.app.MarketForTest;
import io.ganchang.app.Reply;
import io.ganchang.app.SharedMarket;
import io.ganchang.app.ShowForTest;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Role;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedMarket.class)
class GuestContractTest {
    private final MarketForTest market;

    GuestContractTest(MarketForTest market) {
        this.market = market;
    }

    @Test
    void aGuestGetsAnIdATokenAndItsEnd() {
        Reply guest = market.post("/v1/guest").send().expect(201);
        assertThat(Reply.names(guest.json())).containsExactly("viewer", "token", "expiresAt");
        assertThat(guest.at("viewer").textValue()).matches("g-[A-Za-z0-9_-]{1,62}");
        assertThat(Instant.parse(guest.at("expiresAt").textValue()))
                .isAfter(Instant.now().plus(Duration.ofDays(2)));
        assertThat(guest.header("Content-Type")).hasValue("application/json");
    }

    @Test
    void everyGuestIsAnother() {
        assertThat(market.post("/v1/guest").send().at("viewer"))
                .isNotEqualTo(market.post("/v1/guest").send().at("viewer"));
    }

    @Test
    void aGuestBuys() {
        ShowForTest show = market.show().open("melon", 3);
        Reply guest = market.post("/v1/guest").send();
        Reply order = market.post(show.path() + "/orders")
                .as(guest.at("token").textValue())
                .key("k")
                .json(ShowForTest.lines("melon", 1))
                .send()
                .expect(201);
        assertThat(order.at("viewer")).isEqualTo(guest.at("viewer"));
        assertThat(order.at("channel").textValue()).isEqualTo("live");
    }

    @Test
    void aTokenSentAlongIsRenewedForTheSameGuest() {
        Reply first = market.post("/v1/guest").send();
        Reply renewed = market.post("/v1/guest")
                .as(first.at("token").textValue())
                .send()
                .expect(201);
        assertThat(renewed.at("viewer")).isEqualTo(first.at("viewer"));
    }

    @Test
    void onlyAGuestsTokenIsRenewed() {
        market.post("/v1/guest").as(market.token(Role.VIEWER, "ayi")).send().expect(Problem.FORBIDDEN);
        market.post("/v1/guest").as(market.token(Role.OPS, "g-ops")).send().expect(Problem.FORBIDDEN);
        market.post("/v1/guest").as("nonsense").send().expect(Problem.UNAUTHORIZED);
    }

    @Test
    void aGuestSendsNothing() {
        market.post("/v1/guest").json("{}").send().expect(201);
        market.post("/v1/guest").json("{'viewer':'g-me'}").send().expectInvalidAt("/viewer");
        market.post("/v1/guest?viewer=g-me").send().expectInvalidAt("viewer");
        market.post("/v1/guest").body("viewer=g-me").send().expect(Problem.UNSUPPORTED_MEDIA_TYPE);
    }

    @Test
    void anAddressHasItsShareOfGuestsAndRenewalsAreFree() {
        try (MarketForTest strict = MarketForTest.start("guests.perAddressPerHourMax=2")) {
            String token =
                    strict.post("/v1/guest").send().expect(201).at("token").textValue();
            strict.post("/v1/guest").send().expect(201);
            Reply refused = strict.post("/v1/guest").send().expect(Problem.RATE_LIMITED);
            assertThat(Long.parseLong(refused.header("Retry-After").orElseThrow()))
                    .isBetween(1L, 3600L);
            strict.post("/v1/guest").as(token).send().expect(201);
        }
    }

    @Test
    void aMarketWithoutGuestsSaysSo() {
        try (MarketForTest closed = MarketForTest.start("guests.allowed=false")) {
            closed.post("/v1/guest").send().expect(Problem.FORBIDDEN);
        }
    }
}
