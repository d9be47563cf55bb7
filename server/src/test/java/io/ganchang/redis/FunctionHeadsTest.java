package io.ganchang.redis;

import static io.ganchang.redis.FunctionsForTest.FUNCTIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganchang.domain.CommandStamp;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.PaymentKey;
import io.ganchang.domain.RefundWish;
import io.ganchang.domain.RequestedLine;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.impl.RequestImpl;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The heads of the functions against their bodies, and against the classes that call them. */
class FunctionHeadsTest {
    private static final List<String> SHARED =
            List.of("partition.lua", "order.lua", "holds.lua", "money.lua", "command.lua");
    private static final Partition PARTITION =
            new Partition(FunctionsForTest.SESSION, 1, "key1", new AlarmsForTest(), () -> 0);
    private static final CallHead HEAD = new CallHead(1, 0, "-", 0, 0, 1, "00", 0);
    private static final CommandStamp STAMP = new CommandStamp("wang", null, null, OptionalLong.empty(), null);

    static List<String> files() {
        return FunctionLibrary.FILES.stream()
                .filter(file -> !SHARED.contains(file))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("files")
    void theHeadSaysWhatTheBodyDoes(String file) {
        assertThat(FunctionHead.problems(file, FunctionLibrary.read(file))).isEmpty();
    }

    @Test
    void everyFunctionIsKnownToTheTests() {
        assertThat(files().stream()
                        .map(file ->
                                FunctionHead.parse(FunctionLibrary.read(file)).name()))
                .containsExactlyInAnyOrderElementsOf(FUNCTIONS.keySet());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            order_resolve_1\\n         | order_resolve_2\\n        | name of the head
            KEYS    meta:hash pools:hash | KEYS    pools:hash meta:hash | keys unpacked
            KEYS    meta:hash pools:hash | KEYS    meta:hash         | number of keys
            owner:text id:text        | id:text owner:text        | unpacked as owner
            ' reason:text'            | ''                        | number of arguments
            epoch:int known:int       | known:int epoch:int       | call head
            seq:int answer:text       | seq:int                   | a reply of 4 fields
            allow-oom\\n]]            | none\\n]]                 | flags
            """)
    void aWrongHeadIsFound(String right, String wrong, String problem) {
        String source = FunctionLibrary.read("order_resolve.lua");
        String spoilt = source.replace(right.translateEscapes(), wrong.translateEscapes());

        assertThat(spoilt).isNotEqualTo(source);
        assertThat(FunctionHead.problems("order_resolve.lua", spoilt))
                .anySatisfy(found -> assertThat(found).contains(problem));
    }

    @Test
    void theClassesPassTheKeysOfTheHeadInItsOrder() {
        OrderId id = new OrderId(FunctionsForTest.SESSION, FunctionsForTest.id("a"));
        PlaceOrders.Attempt attempt = new PlaceOrders.Attempt(
                id, "fp", "li", "li", "live", List.of(new RequestedLine("melon", 1, OptionalLong.empty())), null);
        PaymentKey payment = new PaymentKey("sandbox", "p1");
        for (Request request : List.of(
                PlaceOrders.request(PARTITION, HEAD, ShowForTest.HOLDS, List.of(attempt)),
                ResolveOrder.cancellation(PARTITION, HEAD, "li", id, "reason"),
                ChangeSession.movement(PARTITION, HEAD, STAMP, ChangeSession.Move.START),
                ChangeOffer.request(PARTITION, HEAD, STAMP, "melon", ChangeOffer.Command.pin()),
                ReadPools.request(PARTITION),
                ExpireHolds.request(PARTITION, HEAD, 1),
                TakePayment.request(PARTITION, HEAD, new TakePayment.Received(payment, id.suffix(), "CNY", 1)),
                GrantRefund.request(PARTITION, HEAD, STAMP, id, new RefundWish.Amount(1)),
                SettleRefund.request(
                        PARTITION,
                        HEAD,
                        new SettleRefund.Settled(payment, "CNY", 1, OptionalLong.empty(), false, "notice")),
                TrimEvents.request(PARTITION, HEAD, 1, 1),
                CloseSession.request(PARTITION, HEAD, 1),
                RemovePartition.request(PARTITION, HEAD, FunctionsForTest.LEDGER, 1))) {
            List<String> arguments = ((RequestImpl) request)
                    .getArgs().stream()
                            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                            .toList();
            FunctionHead head = headOf(arguments.get(0));
            int keys = Integer.parseInt(arguments.get(1));

            assertThat(keys).isEqualTo(head.keys().size());
            assertThat(arguments.subList(2, 2 + keys))
                    .isEqualTo(FUNCTIONS.get(head.name()))
                    .extracting(key -> key.substring(key.lastIndexOf(':') + 1))
                    .isEqualTo(head.keys());
            assertThat(arguments.size() - 2 - keys)
                    .isGreaterThanOrEqualTo(head.arguments().size());
            assertThat(head.repeated()
                            || arguments.size() - 2 - keys == head.arguments().size())
                    .isTrue();
        }
    }

    private static FunctionHead headOf(String function) {
        return FunctionHead.parse(FunctionLibrary.read(function.replace("_1", ".lua")));
    }

    @Test
    void tooFewKeysOrArgumentsEndTheCall() {
        try (FunctionsForTest functions = FunctionsForTest.start()) {
            functions.startShow();
            functions.sell("melon", 1, 0);
            Map<String, String> before = functions.dump();
            for (Map.Entry<String, List<String>> function : FUNCTIONS.entrySet()) {
                int needed = headOf(function.getKey()).arguments().size();
                List<String> keys = function.getValue();
                for (int count = 0; count < needed; count++) {
                    assertEnds(functions, function.getKey(), keys, count);
                }
                for (int count = 0; count < keys.size(); count++) {
                    assertEnds(functions, function.getKey(), keys.subList(0, count), needed);
                }
                assertEnds(functions, function.getKey(), FunctionsForTest.concat(keys, "more"), needed);
            }
            assertThat(functions.dump()).isEqualTo(before);
        }
    }

    private static void assertEnds(FunctionsForTest functions, String function, List<String> keys, int arguments) {
        assertThatThrownBy(() -> functions.callOn(function, keys, Collections.nCopies(arguments, "1")))
                .as("%s with %d keys and %d arguments", function, keys.size(), arguments)
                .hasMessageContaining("wrong number of keys or arguments");
    }
}
