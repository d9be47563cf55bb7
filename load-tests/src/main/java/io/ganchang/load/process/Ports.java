package io.ganchang.load.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Two ports of the loopback address that were free a moment ago. */
public record Ports(int http, int admin) {

    public static Ports free() throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try (ServerSocket first = new ServerSocket(0, 1, loopback);
                ServerSocket second = new ServerSocket(0, 1, loopback)) {
            return new Ports(first.getLocalPort(), second.getLocalPort());
        }
    }
}
