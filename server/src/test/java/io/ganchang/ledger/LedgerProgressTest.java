package io.ganchang.ledger;

import static io.ganchang.ledger.LedgerForTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.domain.SessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class LedgerProgressTest {
    private static final SessionId SESSION = new SessionId("s1");
    private static final Duration LONG = Duration.ofMinutes(1);

    private final LedgerProgress progress = new LedgerProgress();

    @Test
    void aCommitReleasesThoseItReaches() {
        CompletionStage<Boolean> near = progress.awaitSeq(SESSION, 5, LONG);
        CompletionStage<Boolean> far = progress.awaitSeq(SESSION, 6, LONG);
        progress.committed(SESSION, 5);
        assertThat(await(near)).isTrue();
        assertThat(far.toCompletableFuture()).isNotDone();
        assertThat(progress.committedSeq(SESSION)).isEqualTo(5);
    }

    @Test
    void oneWaiterTooManyIsAnsweredAtOnceAndMakesRoomForNobody() {
        List<CompletionStage<Boolean>> waiters = new ArrayList<>();
        for (int i = 0; i < LedgerProgress.WAITING_MAX; i++) {
            waiters.add(progress.awaitSeq(SESSION, 1, LONG));
        }
        assertThat(await(progress.awaitSeq(SESSION, 1, LONG))).isFalse();
        progress.committed(SESSION, 1);
        assertThat(waiters).allSatisfy(waiter -> assertThat(await(waiter)).isTrue());
        CompletionStage<Boolean> later = progress.awaitSeq(SESSION, 2, LONG);
        assertThat(later.toCompletableFuture()).isNotDone();
    }
}
