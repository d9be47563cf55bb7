package io.ganchang.audit;

import static io.ganchang.audit.MarketForTest.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.XAddArgs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds and money: each test cooks the books of {@link EventfulMoney} in one place and must see the audit find it. */
class CookedMoneyTest {
    @TempDir
    Path data;

    private MarketForTest market;

    @BeforeEach
    void sell() throws Exception {
        market = new MarketForTest(data);
        EventfulMoney.in(market);
        assertThat(market.audit().problems()).isEmpty();
    }

    @AfterEach
    void close() {
        market.close();
    }

    private void cook(String sql) {
        assertThat(market.inLedger(sql)).isPositive();
    }

    private void finds(String... parts) {
        assertThat(market.auditNow().problems())
                .anySatisfy(problem -> assertThat(problem).contains(parts));
    }

    private long nextSeq() {
        return Long.parseLong(market.redis().hget(market.keys().meta(), "seq")) + 1;
    }

    /** Adds an entry of {@code events} to the stream. */
    private void forge(String... events) {
        long first = nextSeq();
        long last = first + events.length - 1;
        List<Object> fields = new ArrayList<>(
                List.of("b", first + " 1 " + market.redis().hget(market.keys().meta(), "now") + " cc"));
        for (String event : events) {
            fields.add("e");
            fields.add(event);
        }
        market.redis().xadd(market.keys().events(), XAddArgs.Builder.minId("0").id(last + "-0"), fields.toArray());
        market.redis().hset(market.keys().meta(), "seq", "" + last);
    }

    /** The record of an order as event {@code seq} might have left it, with some fields, from 1 on, set to other values. */
    private String order(int order, long seq, Map<Integer, String> fields) {
        String[] record = market.redis().hget(market.keys().orders(), id(order)).split(" ", -1);
        record[2] = "" + seq;
        fields.forEach((field, value) -> record[field - 1] = value);
        return String.join(" ", record);
    }

    private void alter(String key, String field, String what, String with) {
        String before = market.redis().hget(key, field);
        assertThat(before).containsPattern(what);
        market.redis().hset(key, field, before.replaceFirst(what, with));
    }

    private String refundOf(String payment) {
        return market.redis().hgetall(market.keys().refunds()).entrySet().stream()
                .filter(refund -> refund.getValue().contains("sandbox:" + payment + ' '))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    @Test
    void aPaymentThatRedisTellsDifferentlyIsFound() {
        alter(market.keys().payments(), "sandbox:p1", " 3990 ", " 3991 ");
        finds("payment sandbox:p1 is not in the partition as its events");
    }

    @Test
    void whatIsGrantedOfAPaymentAndLoweredIsFound() {
        alter(market.keys().payments(), "sandbox:p2", " 980 ", " 979 ");
        finds("payment sandbox:p2 is not in the partition as its events");
    }

    @Test
    void aPaymentThatForgetsOneOfItsRefundsIsFound() {
        alter(market.keys().payments(), "sandbox:p2", ",\\d+$", "");
        finds("payment sandbox:p2 is not in the partition as its events");
    }

    @Test
    void aPaymentThatRedisLostIsFound() {
        market.redis().hdel(market.keys().payments(), "sandbox:p4");
        finds("the payment of event", "is missing in the partition");
    }

    @Test
    void aPaymentThatRedisHasTooMuchIsFound() {
        market.redis().hset(market.keys().payments(), "sandbox:p99", id(1) + " CNY 3990 0 0 -");
        finds("payment sandbox:p99 is in the partition, but has no event");
    }

    @Test
    void aRefundThatIsThereTwiceIsFound() {
        market.redis()
                .hset(
                        market.keys().refunds(),
                        "999",
                        market.redis().hget(market.keys().refunds(), refundOf("p9")));
        finds("refund audited-r999 is in the partition, but has no event");
    }

    @Test
    void aRefundThatWasCarriedOutAndIsDueAgainIsFound() {
        alter(market.keys().refunds(), refundOf("p3"), "^f", "d");
        finds("refund audited-r" + refundOf("p3") + " is not in the partition as its last event");
    }

    @Test
    void aRefundThatRedisLostIsFound() {
        market.redis().hdel(market.keys().refunds(), refundOf("p0"));
        finds("the refund of event", "is missing in the partition");
    }

    @Test
    void theCountOfDueRefundsIsHeldAgainstThem() {
        market.redis().hincrby(market.keys().meta(), "due", -1);
        finds("the partition counts 1 refunds that are due, but the events give 2");
    }

    @Test
    void aHoldThatIsNotOnTheListIsFound() {
        market.redis().zrem(market.keys().holds(), id(10));
        finds("the held order of event", "is missing among the holds");
    }

    @Test
    void aHoldThatIsKeptAfterItsOrderWasConfirmedIsFound() {
        market.redis().zadd(market.keys().holds(), 1, id(1));
        finds("order audited." + id(1) + " is among the holds, but", "CONFIRMED");
    }

    @Test
    void aHoldOfNoOrderIsFound() {
        market.redis().zadd(market.keys().holds(), 1, id(55));
        finds("order audited." + id(55) + " is among the holds, but has no event");
    }

    @Test
    void aHoldThatEndsAtAnotherTimeIsFound() {
        market.redis().zincrby(market.keys().holds(), 1, id(10));
        finds("the hold of order audited." + id(10) + " ends at");
    }

    @Test
    void aCountOfHoldsThatIsOffIsFound() {
        market.redis().hset(market.keys().viewers(), "v5", "2 1");
        finds("a count of holds and lapses is 2 1, but the orders give 1 1");
    }

    @Test
    void aLapseThatIsForgottenIsFound() {
        market.redis().hset(market.keys().viewers(), "v5", "1 0");
        finds("a count of holds and lapses is 1 0, but the orders give 1 1");
        market.redis().hdel(market.keys().viewers(), "v5");
        finds("a count of holds and lapses is missing, but the orders give 1 1");
    }

    @Test
    void aLapseThatPayingHadForgivenIsFound() {
        market.redis().hset(market.keys().viewers(), "v3", "0 1");
        finds("a count of holds and lapses is 0 1, but the orders give 0 0");
    }

    @Test
    void aPaymentThatTheLedgerLostIsFound() {
        cook("DELETE FROM payment WHERE payment_id = 'p4'");
        finds("the payment of event", "is missing in the ledger");
    }

    @Test
    void aPaymentThatTheLedgerTellsDifferentlyIsFound() {
        cook("UPDATE payment SET amount_minor = 1 WHERE payment_id = 'p4'");
        finds("payment sandbox:p4 is not in the ledger as event");
    }

    @Test
    void aPaymentThatTheLedgerHasTooMuchIsFound() {
        cook("INSERT INTO payment SELECT session, gateway, 'p99', order_ref, currency, amount_minor, seq, at_ms"
                + " FROM payment WHERE payment_id = 'p1'");
        finds("payment sandbox:p99 is in the ledger, but has no event");
    }

    @Test
    void aRefundOfAnotherStateInTheLedgerIsFound() {
        cook("UPDATE refund SET state = 'done', done_seq = seq + 1 WHERE payment_id = 'p9'");
        finds("refund audited-r" + refundOf("p9") + " is not in the ledger as its last event");
    }

    @Test
    void aRefundThatTheLedgerLostOrAlteredIsFound() {
        cook("UPDATE refund SET amount_minor = 3989 WHERE payment_id = 'p9'");
        finds("refund audited-r" + refundOf("p9") + " is not in the ledger as its last event");
        cook("DELETE FROM refund WHERE payment_id = 'p9'");
        finds("the refund of event " + refundOf("p9") + " is missing in the ledger");
    }

    @Test
    void anOrdersColumnsOfMoneyAreHeldAgainstItsRecord() {
        cook("UPDATE orders SET granted_minor = granted_minor - 1 WHERE id = 'audited." + id(2) + "'");
        finds("order audited." + id(2), "told differently by its columns and its record");
    }

    @Test
    void aPaymentThatIsNeitherKeptNorGivenBackIsFound() {
        forge("payment.received sandbox - sandbox:px " + id(1) + " CNY 3990 0 0 -");
        finds("3990 of payment sandbox:px are kept for no confirmed order");
        finds("43900 CNY were paid and 24930 given back or due to be, but confirmed orders keep 14980");
    }

    @Test
    void aPaymentThatCountsTwiceIsFound() {
        forge("payment.received sandbox - sandbox:p1 " + id(1) + " CNY 3990 0 0 -");
        finds("counts payment sandbox:p1 again");
    }

    @Test
    void aRefundBeyondWhatWasPaidIsFound() {
        long seq = nextSeq();
        forge("refund.due host - audited-r" + seq + " d sandbox:p2 " + id(2) + " CNY 3011 requested");
        finds("gives back 3011 of payment sandbox:p2, of which 3010 are left");
    }

    @Test
    void aRefundThatIsCarriedOutTwiceIsFound() {
        String refund = refundOf("p3");
        forge("refund.done sandbox - audited-r" + refund + " f sandbox:p3 " + id(3) + " CNY 3990 cancelled");
        finds("carries out refund audited-r" + refund + ", which was not due");
    }

    @Test
    void aRefundOfAPaymentThatNeverCameIsFound() {
        long seq = nextSeq();
        forge("refund.due host - audited-r" + seq + " d sandbox:p77 " + id(2) + " CNY 1 requested");
        finds("gives back what payment sandbox:p77 is not");
    }

    @Test
    void aPrepaidOrderThatIsConfirmedWithoutAPaymentIsFound() {
        String record = order(10, nextSeq(), Map.of(1, "c", 7, "n"));
        forge("order.confirmed sandbox stock:tea=0/-1/1 " + id(10) + ' ' + record);
        finds("order audited." + id(10) + " is confirmed, but was not paid for");
    }

    @Test
    void anOrderThatIsConfirmedByThePaymentOfAnotherIsFound() {
        String record = order(10, nextSeq(), Map.of(1, "c", 7, "p", 8, "3990")) + " sandbox:p1 0 -";
        forge("order.confirmed sandbox stock:tea=0/-1/1 " + id(10) + ' ' + record);
        finds("order audited." + id(10) + " is confirmed by payment sandbox:p1, which is none of its amount for it");
        finds("but confirmed orders keep 18970");
    }

    @Test
    void aPrepaidOrderThatWasNeverHeldIsFound() {
        String record = order(10, nextSeq(), Map.of(1, "c", 6, "0", 7, "n"));
        forge("order.confirmed v5 stock:tea=-1/0/1 " + id(11) + ' ' + record);
        finds("does not hold an order whose lines do ask for payment first");
    }

    @Test
    void aPaidOrderThatExpiresIsFound() {
        forge("order.expired ganchang stock:tea=1/0/-1 " + id(1) + ' ' + order(1, nextSeq(), Map.of(1, "e")));
        finds("makes an order EXPIRED that was CONFIRMED");
        finds("order audited." + id(1) + " is not confirmed by a payment, but of 7980 paid for it 3990 are given back");
    }

    @Test
    void anOrderThatTellsOfMorePaidThanCameIsFound() {
        String record = order(2, nextSeq(), Map.of(8, "7980"));
        forge("order.refund_due host - " + id(2) + ' ' + record);
        finds("order audited." + id(2) + " tells of 7980 paid, 980 given back or due to be, 980 given back");
    }

    @Test
    void anOrderWhoseLetterDoesNotFitItsMoneyIsFound() {
        forge("order.refund_due host - " + id(2) + ' ' + order(2, nextSeq(), Map.of(7, "f")));
        finds("order audited." + id(2) + " tells that its payment is REFUNDED, not PAID");
    }

    @Test
    void anEventThatIsNotOfItsOrdersStateIsFound() {
        forge("order.cancelled v1 - " + id(1) + ' ' + order(1, nextSeq(), Map.of()));
        finds("is order.cancelled, but its order is CONFIRMED");
    }

    @Test
    void whatTheLedgerHasForgottenOfMoneyIsFoundFromACheckpointToo() {
        market.auditAndKeep();
        cook("DELETE FROM payment WHERE payment_id = 'p0'");
        cook("UPDATE refund SET state = 'due', done_seq = 0 WHERE payment_id = 'p3'");
        market.redis().hset(market.keys().viewers(), "v5", "1 0");
        AuditReport report = market.auditNow();
        assertThat(report.fromSeq()).isPositive();
        assertThat(report.problems())
                .anyMatch(problem -> problem.contains("up to the checkpoint the ledger has 11 payments and 10 refunds"))
                .anyMatch(problem -> problem.contains("a count of holds and lapses is 1 0, but the orders give 1 1"))
                .anyMatch(
                        problem -> problem.contains("refund audited-r" + refundOf("p3") + " is not in the partition"));
    }
}
