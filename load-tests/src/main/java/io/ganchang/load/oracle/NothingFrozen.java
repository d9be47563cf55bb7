package io.ganchang.load.oracle;

import io.ganchang.load.journal.Act;
import java.util.stream.Stream;

/** A plain kill loses nothing, so it gives no reason to freeze a session. */
final class NothingFrozen implements Promise {

    @Override
    public String sentence() {
        return "a plain kill freezes no session";
    }

    @Override
    public Stream<String> broken(Books books) {
        return books.buyers().dealings().stream()
                .flatMap(deal -> Stream.of(Act.values())
                        .flatMap(deal::answers)
                        .filter(answer -> "session_frozen".equals(answer.code()))
                        .map(answer -> deal + " was answered session_frozen"));
    }
}
