package io.ganchang.http;

import io.ganchang.domain.Caller;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Question: what does it cost to know who sends an order, by a token that was checked before and by a new one? Load: headers
 * of {@value #VIEWERS} viewers in turn, each a text of its own as the connection gives it. Command: {@code scripts/bench
 * TokensBench}.
 */
@State(Scope.Thread)
public class TokensBench {
    private static final int VIEWERS = 4_096;

    private final TokenSample sample = new TokenSample();
    private final List<byte[]> headers = sample.headers(VIEWERS);
    private final Tokens seen = sample.tokens();
    private Tokens unseen = sample.tokens();
    private int next;

    /** The first round over all viewers, in the warm-up, fills the cache. */
    @Benchmark
    public Optional<Caller> cached() {
        return seen.verify(TokenSample.received(headers.get(next++ % VIEWERS)));
    }

    /** What has seen them all is replaced, so that each is new. */
    @Benchmark
    public Optional<Caller> fresh() {
        if (next++ % VIEWERS == 0) {
            unseen = sample.tokens();
        }
        return unseen.verify(TokenSample.received(headers.get(next % VIEWERS)));
    }

    @TearDown
    public void close() {
        sample.close();
    }
}
