package io.ganchang.redis;

import io.ganchang.load.bench.OrderSamples;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Entries of an event stream as confirmed orders make them, numbered on and on. */
public final class EntrySample {
    private static final long NOW_MS = 1_800_000_000_000L;
    private static final String DELIVERY =
            "{\"division\":\"330602001001\",\"name\":\"王芳\",\"phone\":\"13800000000\"," + "\"street\":\"人民路1号2幢303室\"}";

    private long seq;

    /** The entry of the next {@code orders} orders. */
    public StreamEntry next(int orders) {
        List<String> stored = stored(orders);
        return decode(stored);
    }

    /** What Redis would hold of it. */
    List<String> stored(int orders) {
        List<String> stored = new ArrayList<>(2 + 4 * orders);
        stored.add("b");
        stored.add((seq + 1) + " 1 " + NOW_MS + " 0123456789abcdef");
        for (int i = 0; i < orders; i++) {
            seq++;
            stored.add("e");
            stored.add(event(seq));
            stored.add("a");
            stored.add(DELIVERY);
        }
        return stored;
    }

    StreamEntry decode(List<String> stored) {
        return StreamEntry.decode(OrderSamples.SESSION, StreamEntry.streamId(seq), stored);
    }

    /** Ids are scattered as derived ones are, since they make the order in which indices are written. */
    private static String event(long number) {
        String viewer = "viewer-" + number;
        String suffix = String.format(Locale.ROOT, "%016x------", number * 0x9E3779B97F4A7C15L);
        return "order.confirmed " + viewer + " stock:" + OrderSamples.OFFER + "=-1/0/1 " + suffix
                + " c AbCdEfGhIjKlMnOp "
                + number + ' ' + NOW_MS + " 0 0 n 0 0 0 CNY live " + viewer + " = " + OrderSamples.OFFER + ":1:"
                + OrderSamples.PRICE_MINOR + " -";
    }
}
