package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganchang.app.Call;
import io.ganchang.app.MarketForTest;
import io.ganchang.app.Reply;
import io.ganchang.app.SharedMarket;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /v1/orders/{order}/refunds}. */
@ExtendWith(SharedMarket.class)
class RefundContractTest {
    private static final String ONE_BOX = "{'lines':[{'offer':'melon','quantity':1}],'reason':'spoilt'}";

    private final MarketForTest market;
    private final PaidShow show;
    private final String order;

    RefundContractTest(MarketForTest market) {
        this.market = market;
        this.show = PaidShow.open(market, "");
        this.order = show.paid("an", 3);
    }

    private Call refund(String token, String key) {
        return market.post("/v1/orders/" + order + "/refunds").as(token).key(key);
    }

    private Call refund(String key) {
        return refund(show.show().host(), key);
    }

    private JsonNode payment() {
        return show.order("an", order).path("payment");
    }

    @Test
    void aBoxIsGivenBackAtThePriceItWasSoldFor() {
        Reply refund = refund("r-1").json(ONE_BOX).send().expect(201);
        assertThat(Reply.names(refund.json()))
                .containsExactly("id", "order", "gateway", "paymentId", "amountMinor", "currency", "state", "reason");
        assertThat(refund.at("order").textValue()).isEqualTo(order);
        assertThat(refund.at("gateway").textValue()).isEqualTo("sandbox");
        assertThat(refund.at("amountMinor").longValue()).isEqualTo(PaidShow.PRICE_MINOR);
        assertThat(refund.at("state").textValue()).isEqualTo("due");
        assertThat(refund.at("reason").textValue()).isEqualTo("requested");
        assertThat(show.order("an", order).path("state").textValue()).isEqualTo("confirmed");
    }

    @Test
    void anAmountIsGivenBackToTheLastCent() {
        long paidMinor = payment().path("paidMinor").longValue();
        refund("r-1").json("{'amountMinor':1,'reason':'bruised'}").send().expect(201);
        refund("r-2")
                .json("{'amountMinor':" + paidMinor + ",'reason':'bruised'}")
                .send()
                .expect(Problem.ORDER_STATE);
        refund("r-2")
                .json("{'amountMinor':" + (paidMinor - 1) + ",'reason':'bruised'}")
                .send()
                .expect(201);
        refund("r-3").json("{'amountMinor':1,'reason':'bruised'}").send().expect(Problem.ORDER_STATE);
    }

    @Test
    void noMoreBoxesAreGivenBackThanWereSold() {
        refund("r-1")
                .json("{'lines':[{'offer':'melon','quantity':2}],'reason':'spoilt'}")
                .send()
                .expect(201);
        refund("r-2")
                .json("{'lines':[{'offer':'melon','quantity':2}],'reason':'spoilt'}")
                .send()
                .expect(Problem.ORDER_STATE);
        refund("r-3").json(ONE_BOX).send().expect(201);
        refund("r-4").json(ONE_BOX).send().expect(Problem.ORDER_STATE);
    }

    @Test
    void aRepeatMeetsItsRefund() {
        Reply first = refund("r-1").json(ONE_BOX).send().expect(201);
        Reply again = refund("r-1").json(ONE_BOX).send().expect(200);
        assertThat(first.header("Idempotent-Replayed")).isEmpty();
        assertThat(again.header("Idempotent-Replayed")).hasValue("true");
        assertThat(again.at("id")).isEqualTo(first.at("id"));
        assertThat(again.at("amountMinor")).isEqualTo(first.at("amountMinor"));
        refund("r-1")
                .json("{'lines':[{'offer':'melon','quantity':2}],'reason':'spoilt'}")
                .send()
                .expect(Problem.IDEMPOTENCY_MISMATCH);
    }

    @Test
    void withoutAKeyARepeatCouldNotBeTold() {
        market.post("/v1/orders/" + order + "/refunds")
                .as(show.show().host())
                .json(ONE_BOX)
                .send()
                .expectInvalidAt("Idempotency-Key");
    }

    @Test
    void onlyThoseWhoCommandTheSessionGiveBack() {
        market.post("/v1/orders/" + order + "/refunds")
                .key("r-1")
                .json(ONE_BOX)
                .send()
                .expect(Problem.UNAUTHORIZED);
        refund(show.show().viewer("an"), "r-1").json(ONE_BOX).send().expect(Problem.FORBIDDEN);
        refund(market.token(Role.HOST, "stranger"), "r-1").json(ONE_BOX).send().expect(Problem.FORBIDDEN);
        refund(market.token(Role.OPS, "ops"), "r-1").json(ONE_BOX).send().expect(201);
        market.put(show.show().path())
                .as(show.show().host())
                .json("{'title':'A show','operators':['chang-kong']}")
                .send()
                .expect(200);
        refund(market.token(Role.HOST, "chang-kong"), "r-1")
                .json(ONE_BOX)
                .send()
                .expect(201);
    }

    @Test
    void whatWasNotPaidIsNotGivenBack() {
        String held = show.hold("an", 1);
        market.post("/v1/orders/" + held + "/refunds")
                .as(show.show().host())
                .key("r-1")
                .json(ONE_BOX)
                .send()
                .expect(Problem.ORDER_STATE);
    }

    @Test
    void whatIsNoOrderIsNotThere() {
        for (String none : new String[] {
            "x", "no-such-show.AAAAAAAAAAAAAAAAAAAAAA", show.show().session() + ".AAAAAAAAAAAAAAAAAAAAAA"
        }) {
            market.post("/v1/orders/" + none + "/refunds")
                    .as(show.show().host())
                    .key("r-1")
                    .json(ONE_BOX)
                    .send()
                    .expect(Problem.NOT_FOUND);
        }
    }

    @Test
    void anOfferThatIsNotInTheOrderIsTheRequestsFault() {
        refund("r-1")
                .json("{'lines':[{'offer':'pear','quantity':1}],'reason':'spoilt'}")
                .send()
                .expect(Problem.INVALID_REQUEST);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'reason':'spoilt'}                                                      | /amountMinor
                    {'amountMinor':1,'lines':[{'offer':'melon','quantity':1}],'reason':'x'}  | /amountMinor
                    {'amountMinor':0,'reason':'x'}                                           | /amountMinor
                    {'amountMinor':-1,'reason':'x'}                                          | /amountMinor
                    {'amountMinor':1.5,'reason':'x'}                                         | /amountMinor
                    {'amountMinor':'1','reason':'x'}                                         | /amountMinor
                    {'amountMinor':1}                                                        | /reason
                    {'amountMinor':1,'reason':''}                                            | /reason
                    {'amountMinor':1,'reason':'x','currency':'CNY'}                          | /currency
                    {'lines':[],'reason':'x'}                                                | /lines
                    {'lines':{'offer':'melon','quantity':1},'reason':'x'}                    | /lines
                    {'lines':[7],'reason':'x'}                                               | /lines/0
                    {'lines':[{'offer':'melon'}],'reason':'x'}                               | /lines/0/quantity
                    {'lines':[{'quantity':1}],'reason':'x'}                                  | /lines/0/offer
                    {'lines':[{'offer':'melon','quantity':0}],'reason':'x'}                  | /lines/0/quantity
                    {'lines':[{'offer':'a b','quantity':1}],'reason':'x'}                    | /lines/0/offer
                    {'lines':[{'offer':'melon','quantity':1,'priceMinor':1}],'reason':'x'}   | /lines/0/priceMinor
                    {'lines':[{'offer':'melon','quantity':1},{'offer':'melon','quantity':1}],'reason':'x'} | /lines
                    """)
    void everythingWrongIsNamed(String body, String pointer) {
        refund("r-1").json(body).send().expectInvalidAt(pointer);
    }
}
