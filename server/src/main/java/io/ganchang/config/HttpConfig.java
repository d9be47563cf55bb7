package io.ganchang.config;

/**
 * The public listener.
 *
 * @param port 0 lets the system choose one
 * @param eventLoops 0 for one per core
 * @param orderBodyBytesMax largest body of an order
 * @param commandBodyBytesMax largest body of every other request
 * @param drainNoticeMs how long a server that stops says so on {@code /readyz} before its listeners close
 */
public record HttpConfig(
        String host, int port, int eventLoops, int orderBodyBytesMax, int commandBodyBytesMax, int drainNoticeMs) {

    static HttpConfig from(Section section) {
        return new HttpConfig(
                section.text("host"),
                section.integer("port", 0, Section.PORT_MAX),
                section.integer("eventLoops", 0, 64),
                section.integer("orderBodyBytesMax", 512, 65_536),
                section.integer("commandBodyBytesMax", 1_024, 1_048_576),
                section.integer("drainNoticeMs", 0, 60_000));
    }
}
