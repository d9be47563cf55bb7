package io.ganchang.http;

import io.ganchang.domain.Problem;
import io.ganchang.telemetry.CountsBy;
import java.util.concurrent.atomic.LongAdder;

/** How requests were answered, over all event loops. Thread-safe. */
public final class AnswerCounts {
    private static final int CREATED = 201;

    private final LongAdder created = new LongAdder();
    private final LongAdder other = new LongAdder();
    private final CountsBy<Problem> problems = new CountsBy<>(Problem.class);

    /** Answers {@code 201}. */
    public long created() {
        return created.sum();
    }

    /** Answers that were neither {@code 201} nor a problem. */
    public long other() {
        return other.sum();
    }

    /** Answers that told {@code problem}. */
    public long of(Problem problem) {
        return problems.get(problem);
    }

    void countValue(int status) {
        (status == CREATED ? created : other).increment();
    }

    void countProblem(Problem problem) {
        problems.add(problem);
    }
}
