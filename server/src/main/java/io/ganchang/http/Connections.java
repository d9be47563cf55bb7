package io.ganchang.http;

import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** How many connections a listener has, in all and by address, and how many it would not keep. Thread-safe. */
public final class Connections {
    /** With IPv6 whoever has one address has the whole network of its first 64 bits. */
    private static final int ADDRESS_BYTES_MAX = 8;

    private final ConnectionLimits limits;
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentHashMap<String, AtomicInteger> openByAddress = new ConcurrentHashMap<>();
    private final LongAdder refusedInAll = new LongAdder();
    private final LongAdder refusedByAddress = new LongAdder();
    private final LongAdder lateHeads = new LongAdder();
    private final LongAdder lateBodies = new LongAdder();

    public Connections(ConnectionLimits limits) {
        this.limits = limits;
    }

    ConnectionLimits limits() {
        return limits;
    }

    /** Counts one more from {@code address}; false, and nothing counted, where that would be too many. */
    boolean admit(String address) {
        if (open.incrementAndGet() > limits.connectionsMax()) {
            open.decrementAndGet();
            refusedInAll.increment();
            return false;
        }
        if (isOneTooMany(address)) {
            left(address);
            refusedByAddress.increment();
            return false;
        }
        return true;
    }

    private boolean isOneTooMany(String address) {
        if (limits.connectionsPerAddressMax() == 0) {
            return false;
        }
        AtomicInteger count = openByAddress.compute(address, (key, known) -> {
            AtomicInteger counted = known == null ? new AtomicInteger() : known;
            counted.incrementAndGet();
            return counted;
        });
        return count.get() > limits.connectionsPerAddressMax();
    }

    /** One that was admitted has ended. */
    void left(String address) {
        open.decrementAndGet();
        openByAddress.computeIfPresent(address, (key, count) -> count.decrementAndGet() == 0 ? null : count);
    }

    void headWasLate() {
        lateHeads.increment();
    }

    void bodyWasLate() {
        lateBodies.increment();
    }

    /** Open now. */
    public int open() {
        return open.get();
    }

    /** Closed at once, since there were too many in all. */
    public long refusedInAll() {
        return refusedInAll.sum();
    }

    /** Closed at once, since there were too many from their address. */
    public long refusedByAddress() {
        return refusedByAddress.sum();
    }

    /** Cut off since a first request head was not there in time. */
    public long lateHeads() {
        return lateHeads.sum();
    }

    /** Refused since a body was not there in time. */
    public long lateBodies() {
        return lateBodies.sum();
    }

    /** What counts as one address: all of it with IPv4, its network with IPv6. */
    static String addressOf(SocketAddress remote) {
        String host = remote.hostAddress();
        if (host == null) {
            return "";
        }
        try {
            byte[] bytes = InetAddress.getByName(host).getAddress(); // a literal: nobody is asked
            return HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, ADDRESS_BYTES_MAX)));
        } catch (UnknownHostException e) {
            return host;
        }
    }
}
