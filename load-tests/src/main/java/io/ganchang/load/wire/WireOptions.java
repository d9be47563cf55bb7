package io.ganchang.load.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The bounds of a wire.
 *
 * @param connections how many connections at most
 * @param waitingMax how many requests may wait for a connection
 * @param connecting how long a connection may take to be there
 * @param silence after how long an answer counts as lost that is not there
 * @param sources local addresses the connections come from in turn; empty for whichever the system takes
 */
public record WireOptions(
        int connections, int waitingMax, Duration connecting, Duration silence, List<InetAddress> sources) {

    /** Connections that one address has before a further one is taken: fewer than the server grants an address. */
    public static final int PER_ADDRESS = 1_000;

    private static final int WAITING_MAX = 32_768;
    private static final Duration CONNECTING_MAX = Duration.ofSeconds(2);
    private static final Duration SILENCE_MAX = Duration.ofSeconds(10);
    private static final int CONNECTIONS_MAX = 250 * PER_ADDRESS;

    public WireOptions {
        if (connections < 1 || connections > CONNECTIONS_MAX) {
            throw new IllegalArgumentException("from 1 to " + CONNECTIONS_MAX + " connections, not " + connections);
        }
        sources = List.copyOf(sources);
    }

    /** So many connections to this machine, from several of its addresses where they are many; the usual bounds. */
    public static WireOptions of(int connections) {
        return new WireOptions(connections, WAITING_MAX, CONNECTING_MAX, SILENCE_MAX, loopback(connections));
    }

    /** The same, with another bound on silence. */
    public WireOptions withSilence(Duration other) {
        return new WireOptions(connections, waitingMax, connecting, other, sources);
    }

    /** The same, with another bound on those who wait. */
    public WireOptions withWaitingMax(int other) {
        return new WireOptions(connections, other, connecting, silence, sources);
    }

    private static List<InetAddress> loopback(int connections) {
        return connections <= PER_ADDRESS
                ? List.of()
                : IntStream.rangeClosed(1, (connections + PER_ADDRESS - 1) / PER_ADDRESS)
                        .mapToObj(WireOptions::loopbackAddress)
                        .toList();
    }

    private static InetAddress loopbackAddress(int number) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) number});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
