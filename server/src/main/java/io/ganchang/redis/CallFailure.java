package io.ganchang.redis;

import io.ganchang.domain.Outcome;
import io.ganchang.domain.Problem;
import io.ganchang.redis.RedisCallException.Fate;

/** What a call to Redis that brought no answer means for whoever asked: not done, or perhaps done. */
final class CallFailure {
    private static final String UNREACHABLE = "The stock cannot be reached at the moment.";

    private CallFailure() {}

    /** A read without an answer: whatever became of it, it did nothing. */
    static <T> Outcome<T> ofRead(Throwable failure) {
        return Outcome.refused(Problem.OVERLOADED, UNREACHABLE);
    }

    /** The refusal that tells the truth about {@code failure}. */
    static <T> Outcome<T> outcome(Throwable failure) {
        if (failure instanceof RedisCallException call && call.fate() == Fate.NOT_EXECUTED) {
            return Outcome.refused(Problem.OVERLOADED, UNREACHABLE);
        }
        return Outcome.refused(
                Problem.OUTCOME_UNKNOWN,
                "No reply came in time. Repeat the request with the same key to learn the outcome.");
    }
}
