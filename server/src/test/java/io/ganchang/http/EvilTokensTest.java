package io.ganchang.http;

import static io.ganchang.app.TokenForger.base64;
import static io.ganchang.app.TokenForger.claims;
import static io.ganchang.app.TokenForger.nowSeconds;

import io.ganchang.app.MarketForTest;
import io.ganchang.app.SharedMarket;
import io.ganchang.app.ShowForTest;
import io.ganchang.app.TokenForger;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Role;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tokens that prove nobody, tried where it would pay most: on the order path and as ops. */
@ExtendWith(SharedMarket.class)
class EvilTokensTest {
    private static final String EXP = "'exp':" + (nowSeconds() + 3_600);

    private final MarketForTest market;
    private final TokenForger forger;
    private final ShowForTest show;

    EvilTokensTest(MarketForTest market) {
        this.market = market;
        this.forger = market.forger();
        this.show = market.show().open("melon", 10);
    }

    private void refused(String token) {
        market.post(show.path() + "/orders")
                .as(token)
                .key("k")
                .json(ShowForTest.lines("melon", 1))
                .send()
                .expect(Problem.UNAUTHORIZED);
        market.get("/v1/orders").as(token).send().expect(Problem.UNAUTHORIZED);
        market.admin("GET", "/v1/audit/" + show.session()).as(token).send().expect(Problem.UNAUTHORIZED);
    }

    @Test
    void unsignedTokensProveNobody() {
        String claims = base64(claims("evil", Role.OPS, ""));
        for (String none : List.of("none", "None", "NONE", "")) {
            String header = base64("{'alg':'" + none + "','typ':'JWT'}");
            refused(header + '.' + claims + '.');
            refused(header + '.' + claims);
        }
        refused(base64("{'typ':'JWT'}") + '.' + claims + '.');
        refused(base64("{'alg':'HS256','typ':'JWT'}") + '.' + claims + '.');
    }

    @Test
    void tokensOfAnotherKeyOrAlgorithmProveNobody() {
        refused(new TokenForger(new byte[32]).token(Role.OPS, "evil"));
        String claims = claims("evil", Role.OPS, "");
        for (String algorithm : List.of("HS384", "HS512", "RS256", "ES256")) {
            refused(forger.sign("{'alg':'" + algorithm + "','typ':'JWT'}", claims));
        }
        refused(forger.sign("{'alg':null,'typ':'JWT'}", claims));
        refused(forger.sign("{'alg':['HS256'],'typ':'JWT'}", claims));
        refused(forger.sign("{'alg':'HS256','kid':'../../dev/null'}", claims) + "x");
    }

    @Test
    void alteredTokensProveNobody() {
        String[] parts = forger.token(Role.VIEWER, "ayi").split("\\.", -1);
        refused(parts[0] + '.' + base64(claims("ayi", Role.OPS, "")) + '.' + parts[2]);
        refused(parts[0] + '.' + parts[1] + '.' + parts[2].substring(1));
        refused(parts[0] + '.' + parts[1] + '.' + parts[2] + '.' + parts[2]);
        refused(parts[0] + '.' + parts[1]);
        refused("." + parts[1] + '.' + parts[2]);
    }

    @Test
    void expiredAndEndlessTokensProveNobody() {
        refused(forger.sign("{'iss':'ganchang','sub':'ayi','role':'ops','exp':" + (nowSeconds() - 1) + "}"));
        refused(forger.sign("{'iss':'ganchang','sub':'ayi','role':'ops'}"));
        refused(forger.sign("{'iss':'ganchang','sub':'ayi','role':'ops','exp':'tomorrow'}"));
        refused(forger.sign("{'iss':'ganchang','sub':'ayi','role':'ops','exp':null}"));
        refused(forger.sign("{'iss':'ganchang','sub':'ayi','role':'ops','exp':-1}"));
    }

    @Test
    void aTokenNamesAnIssuerASubjectAndARole() {
        refused(forger.sign("{'iss':'elsewhere','sub':'ayi','role':'ops'," + EXP + "}"));
        refused(forger.sign("{'sub':'ayi','role':'ops'," + EXP + "}"));
        refused(forger.sign("{'iss':'ganchang','role':'ops'," + EXP + "}"));
        refused(forger.sign("{'iss':'ganchang','sub':'ayi'," + EXP + "}"));
        for (String role : List.of("'admin'", "'OPS'", "''", "null", "['ops']", "1")) {
            refused(forger.sign("{'iss':'ganchang','sub':'ayi','role':" + role + "," + EXP + "}"));
        }
        for (String subject : List.of(
                "''",
                "'a b'",
                "'a:b'",
                "'{a}'",
                "'a\\r\\nb'",
                "'瓜'",
                "null",
                "7",
                "['a']",
                "'" + "a".repeat(65) + "'")) {
            refused(forger.sign("{'iss':'ganchang','sub':" + subject + ",'role':'ops'," + EXP + "}"));
        }
    }

    @Test
    void aPartnerHasAChannelAndAChannelIsAnId() {
        refused(forger.sign(claims("mall", Role.PARTNER, "")));
        for (String channel : List.of("''", "'a b'", "7", "['live']", "'live 1'")) {
            refused(forger.sign(claims("mall", Role.PARTNER, ",'channel':" + channel)));
            refused(forger.sign(claims("ayi", Role.VIEWER, ",'channel':" + channel)));
        }
    }

    @Test
    void whatIsNoTokenProvesNobody() {
        for (String text : List.of("x", "..", "a.b.c", "%00", "a".repeat(5_000), base64("{}"))) {
            refused(text);
        }
        String good = forger.token(Role.VIEWER, "ayi");
        for (String header :
                List.of("Basic " + good, good, "Bearer", "Bearer ", "Bearer" + good, "Bearer " + good + " x")) {
            market.get("/v1/orders").header("Authorization", header).send().expect(Problem.UNAUTHORIZED);
        }
        market.get("/v1/orders")
                .header("Authorization", "bearer " + good)
                .send()
                .expect(200);
    }

    @Test
    void claimsThatAreNoObjectProveNobody() {
        for (String claims : List.of("[]", "null", "1", "'x'", "", "{", "{}")) {
            refused(forger.sign(claims));
        }
    }
}
