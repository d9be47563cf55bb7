package io.ganchang.redis;

import static io.ganchang.ledger.LedgerForTest.await;
import static io.ganchang.redis.ClosedMoneyCases.ORDERS;
import static io.ganchang.redis.ClosedMoneyCases.PRICE;
import static io.ganchang.redis.ClosedMoneyCases.amount;
import static io.ganchang.redis.ClosedMoneyCases.lines;
import static io.ganchang.redis.ClosedMoneyCases.settle;
import static io.ganchang.redis.FunctionsForTest.KEYS;
import static io.ganchang.redis.FunctionsForTest.SESSION;
import static io.ganchang.redis.FunctionsForTest.id;
import static io.ganchang.redis.FunctionsForTest.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.domain.CommandStamp;
import io.ganchang.domain.Event;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Outcome.Done;
import io.ganchang.domain.Outcome.Refused;
import io.ganchang.domain.PaymentKey;
import io.ganchang.domain.Refund;
import io.ganchang.ledger.ClosedBooks;
import io.ganchang.ledger.EventsForTest;
import io.ganchang.ledger.LedgerForTest;
import io.ganchang.ledger.OrderAccount;
import io.ganchang.ledger.RefundRow;
import io.ganchang.redis.ClosedMoneyCases.Case;
import io.ganchang.redis.ClosedMoneyCases.Step;
import io.ganchang.redis.SettleRefund.Settled;
import io.ganchang.redis.TakePayment.Received;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Money means the same to a session that lives and to one that is closed: the function library and the ledger are told the
 * same, and must answer the same, make the same events and leave the same records.
 */
final class ClosedMoneyTest {
    private static final int UPDATED = 4;
    private static final List<String> PAYMENTS = List.of("p-paid", "p-partly", "p-back", "p-1", "p-2", "p-3", "p-4");

    private static FunctionsForTest functions;

    private final InstantSource clock = () -> Instant.ofEpochMilli(2_000_000_000_000L);

    @TempDir
    private Path folder;

    private LedgerForTest ledger;
    private ClosedBooks books;
    private long before;

    @BeforeAll
    static void startRedis() {
        functions = FunctionsForTest.start();
    }

    @AfterAll
    static void stopRedis() {
        functions.close();
    }

    /** Orders in every state that an ended session can have; then the session is closed, for the ledger. */
    @BeforeEach
    void sell() {
        functions.startShow();
        functions.sellPrepaid("melon", 1_000, 0, 600, "f");
        functions.sell("pear", 1_000, 0);
        functions.place(order("paid", "li", "melon:3:-"), order("partly", "li", "melon:4:-,pear:2:-"));
        functions.pay("p-paid", "paid", 3 * PRICE);
        functions.pay("p-partly", "partly", 6 * PRICE);
        functions.refund("early", "partly", "lines:melon:1");
        functions.settle("p-partly", PRICE, Long.toString(refundOf("early")), "-");
        functions.place(
                order("cod", "wu", "pear:1:-"), order("gone", "wu", "melon:1:-"), order("back", "wu", "melon:1:-"));
        functions.cancel("wu", "gone");
        functions.pay("p-back", "back", PRICE);
        functions.cancel("wu", "back");
        functions.settle("p-back", PRICE, Long.toString(lastRefund()), "-");
        functions.place(order("late", "zhao", "melon:2:-"));
        functions.passSeconds(601);
        assertThat(functions.expire()).isEqualTo(1);

        ledger = new LedgerForTest(folder);
        ledger.bear(SESSION);
        ledger.write(functions.entries().toArray(StreamEntry[]::new));
        ledger.write(EventsForTest.entry(new EventsForTest(SESSION, 1, functions.seq())
                .event(
                        "session.closed",
                        "ganchang",
                        "-",
                        SESSION.value(),
                        "closed 9 {}",
                        "{\"offers\":{},\"pools\":{}}")));
        functions.session("pause"); // takes the number that the ledger's closing took
        books = ledger.ledger().closedBooks(clock);
        before = functions.seq();
        assertThat(await(ledger.ledger().session(SESSION)).orElseThrow().isClosed())
                .isTrue();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private static long lastRefund() {
        return functions.commands().hkeys(KEYS.refunds()).stream()
                .mapToLong(Long::parseLong)
                .max()
                .orElseThrow();
    }

    private static long refundOf(String command) {
        return Long.parseLong(
                functions.commands().hget(KEYS.commands(), command).split(" ", -1)[1]);
    }

    static Stream<Case> cases() {
        return ClosedMoneyCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theLedgerDoesAsThePartitionWould(Case told) {
        tell(told.steps());
    }

    @ParameterizedTest
    @ValueSource(longs = {20_261_122, 7, 919})
    void theLedgerDoesAsThePartitionWouldWhateverIsTold(long seed) {
        Random random = new Random(seed);
        tell(IntStream.range(0, 150).mapToObj(i -> randomStep(random, i)).toList());
    }

    private static Step randomStep(Random random, int number) {
        String order = ORDERS.get(random.nextInt(ORDERS.size()));
        String payment = PAYMENTS.get(random.nextInt(PAYMENTS.size()));
        long amountMinor = random.nextBoolean() ? 1 + random.nextInt(40) : PRICE;
        return switch (random.nextInt(6)) {
            case 0 -> new Step.Pay(payment, order, random.nextInt(5) == 0 ? "USD" : "CNY", amountMinor);
            case 1 -> amount("c" + random.nextInt(number + 1), order, amountMinor);
            case 2 -> lines("c" + number, order, random.nextBoolean() ? "melon" : "pear", 1 + random.nextInt(2));
            case 3 -> settle(payment, amountMinor, -1, "-");
            case 4 -> settle(payment, amountMinor, -1, "n" + random.nextInt(number + 1));
            default -> settle(payment, amountMinor, 0, "n" + number);
        };
    }

    private void tell(List<Step> steps) {
        for (Step step : steps) {
            String byPartition = tellPartition(step);
            assertThat(tellLedger(step)).as("%s", step).isEqualTo(byPartition);
        }
        assertThat(ledgerEvents()).isEqualTo(partitionEvents());
        assertThat(ledgerOrders()).isEqualTo(partitionOrders());
        assertThat(ledgerRefunds()).isEqualTo(new TreeMap<>(functions.commands().hgetall(KEYS.refunds())));
        functions.assertBooksBalance();
    }

    /** The last refund there is, where a step speaks of that. */
    private static long meant(Step.Settle settle) {
        return settle.refund() < 0 ? lastRefund() : settle.refund();
    }

    private static String tellPartition(Step step) {
        if (step instanceof Step.Pay pay) {
            return partitionAnswer(functions.pay(pay.payment(), pay.order(), pay.currency(), pay.amountMinor()));
        }
        if (step instanceof Step.Grant grant) {
            List<String> reply = functions.refund(
                    grant.command(), grant.order(), grant.wish().spelled());
            return reply.get(0).equals("ok")
                    ? (reply.get(3).equals("created") ? '+' : '=') + reply.get(4) + ' ' + reply.get(5)
                    : partitionAnswer('-' + reply.get(0) + (reply.size() > 3 ? ' ' + reply.get(3) : ""));
        }
        Step.Settle settle = (Step.Settle) step;
        long refund = meant(settle);
        return partitionAnswer(functions.settle(
                settle.payment(), settle.amountMinor(), refund == 0 ? "-" : Long.toString(refund), settle.notice()));
    }

    private static String partitionAnswer(String answer) {
        if (answer.charAt(0) != '-') {
            return answer;
        }
        Refused<?> refused = (Refused<?>) Refusals.ofText(answer.substring(1));
        return refused.problem() + " " + refused.detail();
    }

    private String tellLedger(Step step) {
        if (step instanceof Step.Pay pay) {
            return answer(books.take(
                    SESSION, new Received(key(pay.payment()), id(pay.order()), pay.currency(), pay.amountMinor())));
        }
        if (step instanceof Step.Grant grant) {
            CommandStamp stamp = new CommandStamp("wang", grant.command(), "fingerprint", OptionalLong.empty(), null);
            return answer(books.grant(SESSION, stamp, new OrderId(SESSION, id(grant.order())), grant.wish()));
        }
        Step.Settle settle = (Step.Settle) step;
        long refund = meantInLedger(settle);
        return answer(books.settle(
                SESSION,
                new Settled(
                        key(settle.payment()),
                        "CNY",
                        settle.amountMinor(),
                        refund == 0 ? OptionalLong.empty() : OptionalLong.of(refund),
                        false,
                        settle.notice().equals("-") ? null : settle.notice())));
    }

    /** The partition has been told already, and may have made one more by itself. */
    private long meantInLedger(Step.Settle settle) {
        return settle.refund() >= 0
                ? settle.refund()
                : ledger.ledger().refunds(SESSION, 0, 1_000).stream()
                        .mapToLong(RefundRow::seq)
                        .max()
                        .orElseThrow();
    }

    private static <T> String answer(CompletionStage<Outcome<T>> told) {
        Outcome<T> outcome = await(told);
        if (outcome instanceof Refused<T> refused) {
            return refused.problem() + " " + refused.detail();
        }
        Done<T> done = (Done<T>) outcome;
        String value = done.value() instanceof Refund refund
                ? refund.id().seq() + " " + RefundRecord.write(refund)
                : String.valueOf(done.value());
        return (done.replayed() ? "=" : "+") + value;
    }

    private static PaymentKey key(String payment) {
        return new PaymentKey("sandbox", payment);
    }

    private List<String> partitionEvents() {
        return functions.events().stream()
                .filter(event -> event.seq() > before)
                .map(ClosedMoneyTest::spelled)
                .toList();
    }

    private List<String> ledgerEvents() {
        return ledger.ledger().events(SESSION, before, 1_000).stream()
                .map(ClosedMoneyTest::spelled)
                .toList();
    }

    private static String spelled(Event event) {
        return String.join(
                " ",
                event.id().toString(),
                event.type(),
                event.actor(),
                event.deltas(),
                event.subject(),
                event.isOfOrder() ? timeless(event.body()) : event.body(),
                String.valueOf(event.attachment()));
    }

    /** An order record without when it changed: the two did not do this at the same time. */
    private static String timeless(String record) {
        String[] fields = record.split(" ", -1);
        fields[UPDATED] = "?";
        return String.join(" ", fields);
    }

    private Map<String, String> partitionOrders() {
        Map<String, String> records = new TreeMap<>();
        functions.commands().hgetall(KEYS.orders()).forEach((id, record) -> records.put(id, timeless(record)));
        return records;
    }

    private Map<String, String> ledgerOrders() {
        Map<String, String> records = new TreeMap<>();
        for (OrderAccount row : ledger.ledger().orders(SESSION, "", 0, 1_000).rows()) {
            records.put(row.id().substring(SESSION.value().length() + 1), timeless(row.record()));
        }
        return records;
    }

    private Map<String, String> ledgerRefunds() {
        Map<String, String> records = new TreeMap<>();
        for (RefundRow row : ledger.ledger().refunds(SESSION, 0, 1_000)) {
            records.put(Long.toString(row.seq()), RefundRecord.write(row.refund()));
        }
        return records;
    }

    @Test
    void aPaymentThatComesManyTimesAtOnceIsNotedOnce() {
        List<CompletionStage<Outcome<String>>> told = Stream.generate(
                        () -> books.take(SESSION, new Received(key("p-1"), id("late"), "CNY", 5)))
                .limit(50)
                .toList();
        Map<String, Integer> answers = new LinkedHashMap<>();
        told.forEach(each -> answers.merge(answer(each), 1, Integer::sum));
        assertThat(answers).containsOnly(Map.entry("+wrong_amount", 1), Map.entry("=", 49));
        assertThat(ledger.ledger().payments(SESSION, before, 10)).hasSize(1);
    }

    @Test
    void timeNeverGoesBack() {
        ClosedBooks slow = ledger.ledger().closedBooks(() -> Instant.ofEpochMilli(1_000));
        answer(slow.take(SESSION, new Received(key("p-1"), id("late"), "CNY", 5)));
        long closedMs = ledger.ledger().events(SESSION, before - 1, 1).get(0).atMs();
        assertThat(ledger.ledger().events(SESSION, before, 10))
                .extracting(Event::atMs)
                .containsOnly(Math.max(closedMs, 1_000));
    }

    @Test
    void aRecordOfALaterVersionKeepsWhatItHas() {
        String record = "c fingerprint------ 5 100 0 0 n 0 0 0 CNY live li = melon:1:3990 -";
        OrderMoney money =
                OrderMoney.of(record + " - 0 - later fields").plusPaid(7).plusGranted(7);
        assertThat(money.record(9, 150))
                .isEqualTo("c fingerprint------ 9 100 50 0 r 7 0 0 CNY live li = melon:1:3990 - - 7 - later fields");
        assertThat(OrderMoney.of(record).record(5, 100)).isEqualTo(record);
    }
}
