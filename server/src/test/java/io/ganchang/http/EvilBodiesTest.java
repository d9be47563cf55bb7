package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.app.MarketForTest;
import io.ganchang.app.Reply;
import io.ganchang.app.SharedMarket;
import io.ganchang.app.ShowForTest;
import io.ganchang.domain.Problem;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that no honest client sends. Each is refused for what it is, takes nothing, and leaves the server well. */
@ExtendWith(SharedMarket.class)
class EvilBodiesTest {
    private final ShowForTest show;

    EvilBodiesTest(MarketForTest market) {
        this.show = market.show().open("melon", 10);
    }

    @AfterEach
    void nothingWasTakenAndTheServerIsWell() {
        assertThat(show.audit().at("/offers/0/sold").longValue()).isZero();
        show.buy("honest", "k", "melon", 1).expect(201);
    }

    private Reply order(String json) {
        return show.order("evil", "k").json(json).send();
    }

    private Reply order(byte[] bytes) {
        return show.order("evil", "k").json(bytes).send();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "0",
                "-0",
                "1.0",
                "1e3",
                "1E0",
                "100001",
                "2147483648",
                "9007199254740993",
                "9223372036854775808",
                "123456789012345678901",
                "'1'",
                "''",
                "null",
                "true",
                "[1]",
                "{'a':1}"
            })
    void aQuantityIsAWholeNumberInItsRange(String quantity) {
        order("{'lines':[{'offer':'melon','quantity':" + quantity + "}]}").expect(Problem.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "0x10", "01", "+1", ".5", "1.", "1_0", "tru", "undefined"})
    void whatIsNoJsonNumberIsNoJson(String quantity) {
        order("{'lines':[{'offer':'melon','quantity':" + quantity + "}]}").expectInvalidAt("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.0", "1e3", "'3990'", "1000000001", "9007199254740993", "[]"})
    void anExpectedPriceIsAWholeNumberInItsRange(String price) {
        order("{'lines':[{'offer':'melon','quantity':1,'expectedPriceMinor':" + price + "}]}")
                .expectInvalidAt("/lines/0/expectedPriceMinor");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'lines':null}",
                "{'lines':[]}",
                "{'lines':{}}",
                "{'lines':'melon'}",
                "{'lines':[null]}",
                "{'lines':[[]]}",
                "{'lines':[[[{'offer':'melon','quantity':1}]]]}",
                "{'lines':['melon']}",
                "{'lines':[{}]}",
                "{'lines':[{'offer':'melon'}]}",
                "{'lines':[{'quantity':1}]}",
                "{'lines':[{'offer':'','quantity':1}]}",
                "{'lines':[{'offer':'a b','quantity':1}]}",
                "{'lines':[{'offer':'瓜','quantity':1}]}",
                "{'lines':[{'offer':'melon\\u0000','quantity':1}]}",
                "{'lines':[{'offer':'melon}','quantity':1}]}",
                "{'lines':[{'offer':'melon:1','quantity':1}]}",
                "{'lines':[{'offer':['melon'],'quantity':1}]}",
                "{'lines':[{'offer':'melon','quantity':1},{'offer':'melon','quantity':1}]}",
                "{'lines':[{'offer':'melon','quantity':1,'price':1}]}",
                "{'lines':[{'offer':'melon','quantity':1}],'priceMinor':1}",
                "{'lines':[{'offer':'melon','quantity':1}],'lines':[{'offer':'melon','quantity':1}]}",
                "{'lines':[{'offer':'melon','offer':'melon','quantity':1}]}",
                "{'lines':[{'offer':'melon','quantity':1,'quantity':2}]}",
                "{'lines':[{'offer':'melon','quantity':1}],'delivery':[]}",
                "{'lines':[{'offer':'melon','quantity':1}],'delivery':{'name':1}}",
                "{'lines':[{'offer':'melon','quantity':1}],'delivery':{'name':''}}",
                "{'lines':[{'offer':'melon','quantity':1}],'delivery':{'email':'x'}}",
                "{'lines':[{'offer':'melon','quantity':1}],'delivery':{'name':'a\\u0000b'}}",
                "{'lines':[{'offer':'melon','quantity':1}],'delivery':{'name':'a\\nb'}}",
                "{'lines':[{'offer':'melon','quantity':1}],'delivery':{'name':'\\ud800'}}",
                "{'lines':[{'offer':'melon','quantity':1}],'delivery':{'name':'\\udc00\\ud800'}}",
                "{'lines':[{'offer':'melon','quantity':1}],'delivery':{'name':'\\u2028'}}",
                "{'lines':[{'offer':'melon','quantity':1}],'onBehalfOf':{}}",
                "{'lines':[{'offer':'melon','quantity':1}],'\\ud800':1}",
                "{'lines':[{'offer':'melon','quantity':1}],'\\u0000':1}",
                "{'lines':[{'offer':'melon','quantity':1}],'':1}",
                "{'lines':[{'offer':'melon','quantity':1}]}}",
                "{'lines':[{'offer':'melon','quantity':1}]}{}",
                "{'lines':[{'offer':'melon','quantity':1}]} x",
                "{'lines':[{'offer':'melon','quantity':1}]",
                "{'lines':[{'offer':'melon','quantity':1}",
                "{'lines':[{'offer':'melon','quantity':1,}]}",
                "{'lines':[{'offer':'melon' 'quantity':1}]}",
                "{'lines':[{/**/'offer':'melon','quantity':1}]}",
                "{lines:[{'offer':'melon','quantity':1}]}",
                "[]",
                "[{'offer':'melon','quantity':1}]",
                "'text'",
                "1",
                "null",
                "",
                " ",
                "\u0000",
                "{\u0000}"
            })
    void whatIsNoOrderIsRefused(String body) {
        order(body).expect(Problem.INVALID_REQUEST);
    }

    @Test
    void fieldNamesAreQuotedInPointersAsJsonPointerAsks() {
        order("{'lines':[{'offer':'melon','quantity':1,'a/b~c':1}]}").expectInvalidAt("/lines/0/a~1b~0c");
    }

    @Test
    void theSameHalfCharactersAreRefusedInCommands() {
        show.command("melon", "open", "{'\\ud800':1}").expect(Problem.INVALID_REQUEST);
        show.command("melon", "open", "{'reason':'\\ud800'}").expectInvalidAt("/reason");
    }

    @Test
    void tenThousandNestedLevelsAreNotFollowed() {
        order("{'lines':" + "[".repeat(2_000)).expect(Problem.INVALID_REQUEST);
        show.command("melon", "open", "{'a':" + "[".repeat(10_000)).expect(Problem.INVALID_REQUEST);
        order("{'lines':" + "[".repeat(10_000)).expect(Problem.PAYLOAD_TOO_LARGE);
    }

    @Test
    void aBodyOfFiveKilobytesIsTooLarge() {
        order("{'lines':[{'offer':'melon','quantity':1}]" + " ".repeat(5_120) + "}")
                .expect(Problem.PAYLOAD_TOO_LARGE);
        show.command("melon", "open", " ".repeat(20_000)).expect(Problem.PAYLOAD_TOO_LARGE);
    }

    @Test
    void fiveHundredLinesAreTooMany() {
        StringBuilder lines = new StringBuilder("{'lines':[");
        for (int i = 0; i < 500; i++) {
            lines.append(i == 0 ? "" : ",").append("{'offer':'o").append(i).append("','quantity':1}");
        }
        order(lines.append("]}").toString()).expect(Problem.PAYLOAD_TOO_LARGE);
        order("{'lines':[" + "{},".repeat(499) + "{}]}").expect(Problem.INVALID_REQUEST);
    }

    @Test
    void onlyUtf8IsRead() {
        String body = "{\"lines\":[{\"offer\":\"melon\",\"quantity\":1}],\"delivery\":{\"name\":\"王\"}}";
        for (String name : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "GBK")) {
            order(body.getBytes(Charset.forName(name))).expect(Problem.INVALID_REQUEST);
        }
        byte[] broken = body.getBytes(StandardCharsets.UTF_8);
        broken[broken.length - 5] = (byte) 0xff;
        order(broken).expect(Problem.INVALID_REQUEST);
        byte[] overlong =
                "{\"lines\":[{\"offer\":\"mel\u00c0\u00afon\",\"quantity\":1}]}".getBytes(StandardCharsets.ISO_8859_1);
        order(overlong).expect(Problem.INVALID_REQUEST);
        byte[] encodedSurrogate =
                "{\"lines\":[{\"offer\":\"melon\",\"quantity\":1}],\"delivery\":{\"name\":\"\u00ed\u00a0\u0080\"}}"
                        .getBytes(StandardCharsets.ISO_8859_1);
        order(encodedSurrogate).expect(Problem.INVALID_REQUEST);
        byte[] overlongName =
                "{\"lines\":[{\"offer\":\"melon\",\"quantity\":1}],\"delivery\":{\"name\":\"\u00c0\u00af\"}}"
                        .getBytes(StandardCharsets.ISO_8859_1);
        order(overlongName).expectInvalidAt("");
    }

    @Test
    void aByteOrderMarkIsNotPartOfJson() {
        order("\ufeff{\"lines\":[{\"offer\":\"melon\",\"quantity\":1}]}".getBytes(StandardCharsets.UTF_8))
                .expect(Problem.INVALID_REQUEST);
        show.command("melon", "open", "\ufeff{}").expect(Problem.INVALID_REQUEST);
    }

    @Test
    void onlyJsonIsTaken() {
        String body = "{\"lines\":[{\"offer\":\"melon\",\"quantity\":1}]}";
        show.order("evil", "k").body(body).send().expect(Problem.UNSUPPORTED_MEDIA_TYPE);
        for (String type : List.of("text/plain", "application/xml", "application/jsonx", "multipart/form-data", "x")) {
            show.order("evil", "k")
                    .header("Content-Type", type)
                    .body(body)
                    .send()
                    .expect(Problem.UNSUPPORTED_MEDIA_TYPE);
        }
        show.order("evil", "k")
                .header("Content-Type", "Application/JSON ; charset=utf-8")
                .body("{}")
                .send()
                .expect(Problem.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "1",
                "null",
                "{'stock':1}",
                "{'priceMinor':1}{}",
                "{'priceMinor':1,'priceMinor':1}",
                "{'priceMinor':NaN}"
            })
    void commandsAreReadAsStrictly(String body) {
        show.command("melon", "price", body).expect(Problem.INVALID_REQUEST);
    }
}
