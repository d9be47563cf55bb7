package io.ganchang.load.oracle;

import java.util.stream.Stream;

/** Something that must hold of the books of every run. */
public interface Promise {

    /** What is promised, as a sentence without its full stop. */
    String sentence();

    /** Every place where the books show it broken; empty where it was kept. */
    Stream<String> broken(Books books);
}
