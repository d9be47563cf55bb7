package io.ganchang.redis;

import io.ganchang.domain.Outcome;
import io.ganchang.domain.Problem;
import io.ganchang.redis.RedisCallException.Fate;

/** What a call to Redis that brought no answer means for whoever asked: not done, or perhaps done. */
final class CallFailure {
    private CallFailure() {}

    /** The refusal that tells the truth about {@code failure}. */
    static <T> Outcome<T> outcome(Throwable failure) {
        if (failure instanceof RedisCallException call && call.fate() == Fate.NOT_EXECUTED) {
            return Outcome.refused(Problem.OVERLOADED, "The stock cannot be reached at the moment.");
        }
        return Outcome.refused(
                Problem.OUTCOME_UNKNOWN,
                "No reply came in time. Repeat the request with the same key to learn the outcome.");
    }
}
