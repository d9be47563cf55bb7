package io.ganchang.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.audit.AuditReport.Compared;
import io.ganchang.audit.AuditReport.MoneyBalance;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit of a session in which everything that can happen to money has happened. */
class MoneyAuditTest {
    @TempDir
    Path data;

    private MarketForTest market;

    @BeforeEach
    void sell() throws Exception {
        market = new MarketForTest(data);
        EventfulMoney.in(market);
    }

    @AfterEach
    void close() {
        market.close();
    }

    @Test
    void honestMoneyBalances() {
        AuditReport report = market.audit();
        assertThat(report.problems()).isEmpty();
        assertThat(report.money())
                .containsExactly(
                        new MoneyBalance("CNY", 39_910, 16_950, 7_980, 14_980),
                        new MoneyBalance("USD", 500, 500, 0, 0));
        assertThat(report.compared())
                .contains(
                        new Compared("holds", 1, report.seq()),
                        new Compared("payments in the partition", 12, report.seq()),
                        new Compared("refunds in the partition", 10, report.seq()),
                        new Compared("payments in the ledger", 12, report.seq()),
                        new Compared("refunds in the ledger", 10, report.seq()));
    }

    @Test
    void aClosedSessionsMoneyComesAndGoesInTheLedger() {
        market.settleAll();
        market.passSeconds(31);
        market.expire();
        AuditReport before = market.audit();
        assertThat(before.problems()).isEmpty();
        long closed = before.seq() + 1;
        append(closed, "session.closed ganchang audited", "closed 3 {}");
        market.redis().flushall();
        assertThat(market.auditNow().problems()).isEmpty();

        append(closed + 1, "payment.received sandbox sandbox:px", MarketForTest.id(8) + " CNY 3990 0 0 -");
        append(closed + 2, "refund.due sandbox audited-r" + (closed + 2), refund("d"));
        append(closed + 3, "order.refund_due sandbox " + MarketForTest.id(8), expired("r 3990 0", closed + 3, 3990));
        append(closed + 4, "refund.done sandbox audited-r" + (closed + 2), refund("f"));
        append(closed + 5, "order.refunded sandbox " + MarketForTest.id(8), expired("f 3990 3990", closed + 5, 3990));
        market.inLedger("INSERT INTO payment VALUES ('audited', 'sandbox', 'px', 'audited." + MarketForTest.id(8)
                + "', 'CNY', 3990, " + (closed + 1) + ", 0)");
        market.inLedger("INSERT INTO refund (id, session, seq, done_seq, gateway, payment_id, order_ref, currency,"
                + " amount_minor, reason, state, created_ms, updated_ms) VALUES ('audited-r" + (closed + 2)
                + "', 'audited', " + (closed + 2) + ", " + (closed + 4) + ", 'sandbox', 'px', 'audited."
                + MarketForTest.id(8) + "', 'CNY', 3990, 'late', 'done', 0, 0)");
        market.inLedger("UPDATE orders SET paid_minor = 3990, granted_minor = 3990, refunded_minor = 3990, seq = "
                + (closed + 5) + ", record = '" + expired("f 3990 3990", closed + 5, 3990)
                + "' WHERE id = 'audited." + MarketForTest.id(8) + "'");
        AuditReport after = market.auditNow();
        assertThat(after.problems()).isEmpty();
        assertThat(after.seq()).isEqualTo(closed + 5);
        assertThat(after.money()).first().isEqualTo(new MoneyBalance("CNY", 43_900, 28_920, 0, 14_980));

        append(closed + 6, "offer.pinned host tea", "x");
        assertThat(market.auditNow().problems())
                .anyMatch(problem -> problem.contains("is offer.pinned, but the session was closed before"));
    }

    private String refund(String state) {
        return state + " sandbox:px " + MarketForTest.id(8) + " CNY 3990 late";
    }

    private String expired(String money, long seq, long granted) {
        String[] record = market.recordInLedger(MarketForTest.id(8)).split(" ", -1);
        record[2] = "" + seq;
        record[6] = money.substring(0, 1);
        record[7] = money.split(" ", -1)[1];
        record[8] = money.split(" ", -1)[2];
        return String.join(" ", Arrays.asList(record).subList(0, 16)) + " - " + granted + " -";
    }

    /** As the ledger goes on by itself where the partition is gone. */
    private void append(long seq, String typeActorSubject, String body) {
        String[] parts = typeActorSubject.split(" ", -1);
        market.inLedger("INSERT INTO event (session, seq, epoch, at_ms, type, actor, deltas, subject, body)"
                + " VALUES ('audited', " + seq + ", 1, 0, '" + parts[0] + "', '" + parts[1] + "', '-', '" + parts[2]
                + "', '" + body + "')");
        market.inLedger("UPDATE ledger_cursor SET seq = " + seq);
    }

    @Test
    void anAuditGoesOnFromACheckpointWithAllMoney() {
        AuditReport first = market.auditAndKeep();
        market.settleAll();
        market.pay("again", 1, 3990);
        market.buy("v5", "tea", 1);
        market.passSeconds(60);
        market.expire();
        AuditReport next = market.auditAndKeep();
        assertThat(next.problems()).isEmpty();
        assertThat(next.fromSeq()).isEqualTo(first.seq());
        assertThat(next.money())
                .first()
                .extracting(MoneyBalance::refundDueMinor)
                .isEqualTo(3990L);
        assertThat(market.auditNow(AuditDepth.FULL, 1).problems()).isEmpty();
    }
}
