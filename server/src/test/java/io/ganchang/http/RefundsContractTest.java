package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganchang.app.MarketForTest;
import io.ganchang.app.Reply;
import io.ganchang.app.SharedMarket;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Role;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What ops see of refunds. Their rows are put into the ledger as they would be after long trouble with a gateway. */
@ExtendWith(SharedMarket.class)
class RefundsContractTest {
    private static final String FAR = "4102444800000";

    private final MarketForTest market;
    private final String ops;

    RefundsContractTest(MarketForTest market) {
        this.market = market;
        this.ops = market.token(Role.OPS, "duty");
    }

    private void insert(String id, boolean stuck, boolean done) {
        String sql =
                "INSERT INTO refund (id, seq, done_seq, gateway, payment_id, order_ref, currency, amount_minor, reason,"
                        + " state, created_ms, updated_ms, attempts, next_ms, stuck, last_error) VALUES (?, 0, 0, 'paper', ?,"
                        + " 'nowhere', 'CNY', 4200, 'unknown_order', ?, 1800000000000, 1800000000000, 3, " + FAR
                        + ", ?, ?)";
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + market.folder().resolve("ledger.db"));
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, id);
            statement.setString(2, "p-" + id);
            statement.setString(3, done ? "done" : "due");
            statement.setInt(4, stuck ? 1 : 0);
            statement.setString(5, done ? null : "HTTP 502");
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<JsonNode> all(String state) {
        List<JsonNode> items = new ArrayList<>();
        String after = "";
        while (true) {
            JsonNode page = market.admin("GET", "/v1/refunds?limit=3&state=" + state + after)
                    .as(ops)
                    .send()
                    .expect(200)
                    .json();
            page.path("items").forEach(items::add);
            if (page.path("next").isNull()) {
                return items;
            }
            after = "&after=" + page.path("next").textValue();
        }
    }

    private static List<String> ids(List<JsonNode> items, String prefix) {
        return items.stream()
                .map(item -> item.path("id").textValue())
                .filter(id -> id.startsWith(prefix))
                .toList();
    }

    @Test
    void openRefundsAreListedByStateAndPage() {
        IntStream.range(0, 7).forEach(i -> insert("a-due-r" + (i + 1), false, false));
        IntStream.range(0, 4).forEach(i -> insert("a-stuck-r" + (i + 1), true, false));
        insert("a-done-r1", false, true);

        List<JsonNode> due = all("due");
        assertThat(ids(due, "a-")).hasSize(7).isSorted().allMatch(id -> id.startsWith("a-due"));
        List<JsonNode> stuck = all("stuck");
        assertThat(ids(stuck, "a-")).hasSize(4).isSorted().allMatch(id -> id.startsWith("a-stuck"));
        JsonNode one = stuck.stream()
                .filter(item -> item.path("id").textValue().equals("a-stuck-r1"))
                .findFirst()
                .orElseThrow();
        assertThat(one)
                .hasToString("{\"id\":\"a-stuck-r1\",\"order\":\"nowhere\",\"gateway\":\"paper\","
                        + "\"paymentId\":\"p-a-stuck-r1\",\"amountMinor\":4200,\"currency\":\"CNY\",\"state\":\"stuck\","
                        + "\"reason\":\"unknown_order\",\"createdAt\":\"2027-01-15T08:00:00.000Z\",\"attempts\":3,"
                        + "\"nextAttemptAt\":null,\"lastError\":\"HTTP 502\"}");
        assertThat(due.get(0).path("nextAttemptAt").textValue()).isEqualTo("2100-01-01T00:00:00.000Z");
    }

    @Test
    void aStuckRefundIsDueAgainOnceItIsRetried() {
        insert("b-r1", true, false);
        Reply retried =
                market.admin("POST", "/v1/refunds/b-r1/retry").as(ops).send().expect(200);
        assertThat(retried.at("state").textValue()).isEqualTo("due");
        assertThat(retried.at("attempts").longValue()).isZero();
        assertThat(retried.at("lastError").textValue()).isEqualTo("HTTP 502");
    }

    @Test
    void aRefundThatIsDoneStaysDone() {
        insert("c-r1", false, true);
        Reply retried =
                market.admin("POST", "/v1/refunds/c-r1/retry").as(ops).send().expect(200);
        assertThat(retried.at("state").textValue()).isEqualTo("done");
        assertThat(retried.at("nextAttemptAt").isNull()).isTrue();
    }

    @Test
    void whatIsAskedMustMakeSense() {
        market.admin("GET", "/v1/refunds").as(ops).send().expectInvalidAt("state");
        market.admin("GET", "/v1/refunds?state=done").as(ops).send().expectInvalidAt("state");
        market.admin("GET", "/v1/refunds?state=due&limit=0").as(ops).send().expectInvalidAt("limit");
        market.admin("GET", "/v1/refunds?state=due&after=a.b").as(ops).send().expectInvalidAt("after");
        market.admin("GET", "/v1/refunds?state=due&x=1").as(ops).send().expectInvalidAt("x");
        market.admin("POST", "/v1/refunds/nothing-r1/retry").as(ops).send().expect(Problem.NOT_FOUND);
        market.admin("POST", "/v1/refunds/a%20b/retry").as(ops).send().expect(Problem.NOT_FOUND);
    }

    @Test
    void refundsAreForOpsOnTheAdminListener() {
        market.admin("GET", "/v1/refunds?state=due").send().expect(Problem.UNAUTHORIZED);
        for (Role role : List.of(Role.VIEWER, Role.HOST, Role.PARTNER)) {
            String token = market.token(role, "x");
            market.admin("GET", "/v1/refunds?state=due").as(token).send().expect(Problem.FORBIDDEN);
            market.admin("POST", "/v1/refunds/x-r1/retry").as(token).send().expect(Problem.FORBIDDEN);
        }
    }
}
