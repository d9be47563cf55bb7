package io.ganchang.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A market of one file and one thread, honest or with one planted fault: what the load run is held against, where the
 * real server is too honest to show that the run would notice.
 */
final class ToyMarket {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int EACH = 20;
    private static final long SWEEP_MS = 50;
    private static final long HOLDS_PER_VIEWER = 3;

    /** Its seconds are shorter, so that nobody waits long for a hold to end. */
    private static final long MS_PER_SECOND_OF_HOLD = 200;

    /** What is wrong with a market. */
    enum Fault {
        NONE,
        OVERSELLS,
        FORGETS_KEYS,
        LOSES_ORDERS,
        IGNORES_LIMITS,
        DOUBLES_LINES,
        DIES,
        FORGETS_PAYMENTS,
        COUNTS_TWICE,
        KEEPS_MONEY,
        LEAKS_HOLDS
    }

    private final ToyBooks books;
    private final ToyShelves shelves;
    private final ToyTill till;
    private final Fault fault;
    private long counter;

    private ToyMarket(ToyBooks books, Fault fault) {
        this.books = books;
        this.fault = fault;
        this.shelves = new ToyShelves(books, fault == Fault.LEAKS_HOLDS, fault == Fault.IGNORES_LIMITS);
        this.till = new ToyTill(books, shelves, fault);
    }

    /** {@code ToyMarket FAULT --port N --admin-port N --data DIR …}. */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (int i = 1; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        ToyBooks books = ToyBooks.open(Path.of(options.getOrDefault("--data", "")));
        ToyMarket market = new ToyMarket(books, Fault.valueOf(arguments[0]));
        Vertx vertx = Vertx.vertx();
        var context = vertx.getOrCreateContext();
        int port = Integer.parseInt(options.getOrDefault("--port", "0"));
        int adminPort = Integer.parseInt(options.getOrDefault("--admin-port", "0"));
        context.runOnContext(unused -> {
            vertx.setPeriodic(SWEEP_MS, timer -> market.sweep());
            var admin = vertx.createHttpServer().requestHandler(market::audit).listen(adminPort, "127.0.0.1");
            vertx.createHttpServer()
                    .requestHandler(market::serve)
                    .listen(port, "127.0.0.1")
                    .compose(server -> admin)
                    .onSuccess(server -> System.out.println("ready on http://127.0.0.1:" + port));
        });
    }

    private void audit(HttpServerRequest request) {
        reply(request, 200, JSON.createObjectNode().put("ok", true).put("seq", books.seq()));
    }

    private void serve(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            try {
                route(request, body.toString(StandardCharsets.UTF_8));
            } catch (Exception e) {
                reply(
                        request,
                        500,
                        JSON.createObjectNode().put("code", "internal").put("detail", e.toString()));
            }
        });
    }

    private void route(HttpServerRequest request, String text) throws Exception {
        String[] path = request.path().split("/", -1);
        JsonNode body = text.isEmpty() ? JSON.createObjectNode() : JSON.readTree(text);
        switch (path[path.length - 1]) {
            case "orders" -> place(request, path[3], (ObjectNode) body);
            case "cancel" -> cancel(request, path[3]);
            case "pay" -> pay(request, path[3]);
            case "refunds" -> refund(request, path[3], body);
            case "callback" -> callback(request, text, body);
            default -> command(request, path, body);
        }
    }

    private void command(HttpServerRequest request, String[] path, JsonNode body) throws Exception {
        if (!request.method().name().equals("PUT")) {
            reply(request, 200, JSON.createObjectNode());
            return;
        }
        if (path.length == 4) {
            books.session(path[3]);
        } else {
            shelves.fill(path[5], body);
            books.offer(path[5], body);
        }
        books.commit();
        reply(request, 201, JSON.createObjectNode());
    }

    private void place(HttpServerRequest request, String session, ObjectNode order) throws Exception {
        String viewer = viewer(request);
        String salt = strikes(Fault.FORGETS_KEYS) ? "salt " + counter : "";
        String id = session + '.' + hash(viewer + ' ' + request.getHeader("Idempotency-Key") + salt);
        ObjectNode known = books.orders().get(id);
        if (known != null) {
            request.response().putHeader("Idempotent-Replayed", "true");
            reply(request, 200, known);
            return;
        }
        sweep();
        price(order.put("id", id).put("viewer", viewer).put("currency", "CNY"));
        String refusal = refusal(viewer, order);
        if (refusal != null) {
            reply(request, 409, JSON.createObjectNode().put("code", refusal));
            return;
        }
        shelves.move(order, isPrepaid(order) ? "held" : "confirmed");
        if (strikes(Fault.DIES)) {
            Runtime.getRuntime().halt(1);
        }
        if (!strikes(Fault.LOSES_ORDERS)) {
            int lines = strikes(Fault.DOUBLES_LINES) ? 2 : 1;
            books.write(isPrepaid(order) ? "order.held" : "order.confirmed", order, lines);
            books.commit();
        }
        reply(request, 201, order);
    }

    /** Whether the fault is this market's, and shows this time. */
    private boolean strikes(Fault which) {
        return fault == which && ++counter % EACH == 0;
    }

    private @Nullable String refusal(String viewer, ObjectNode order) {
        if (isPrepaid(order) && shelves.holdsOf(viewer) == HOLDS_PER_VIEWER) {
            return "hold_limit";
        }
        return shelves.refusal(viewer, order, strikes(Fault.OVERSELLS));
    }

    private static boolean isPrepaid(ObjectNode order) {
        return order.has("heldUntil");
    }

    private void price(ObjectNode order) {
        long amountMinor = 0;
        long holdMs = Long.MAX_VALUE;
        for (JsonNode line : order.path("lines")) {
            JsonNode terms = books.terms(line.path("offer").asText());
            long priceMinor = terms.path("priceMinor").asLong();
            ((ObjectNode) line).put("priceMinor", priceMinor);
            amountMinor += line.path("quantity").asLong() * priceMinor;
            if (terms.path("payment").asText().equals("prepaid")) {
                holdMs = Math.min(holdMs, terms.path("holdSeconds").asLong() * MS_PER_SECOND_OF_HOLD);
            }
        }
        order.put("amountMinor", amountMinor);
        if (holdMs < Long.MAX_VALUE) {
            long heldUntil = nowMs() + holdMs;
            order.put("heldUntil", Instant.ofEpochMilli(heldUntil).toString());
            order.putObject("toy").put("heldUntil", heldUntil);
        }
    }

    private void sweep() {
        try {
            List<ObjectNode> due = books.orders().values().stream()
                    .filter(order -> order.path("state").asText().equals("held"))
                    .filter(order -> order.path("toy").path("heldUntil").asLong() <= nowMs())
                    .toList();
            for (ObjectNode order : due) {
                shelves.move(order, "expired");
                books.write("order.expired", order, 1);
            }
            if (!due.isEmpty()) {
                books.commit();
            }
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void cancel(HttpServerRequest request, String id) throws Exception {
        ObjectNode order = books.orders().get(id);
        if (order == null) {
            reply(request, 404, JSON.createObjectNode().put("code", "not_found"));
            return;
        }
        switch (order.path("state").asText()) {
            case "expired" -> reply(request, 409, JSON.createObjectNode().put("code", "order_state"));
            case "cancelled" -> reply(request, 200, order);
            default -> {
                shelves.move(order, "cancelled");
                books.write("order.cancelled", order, 1);
                till.cancelled(order);
                books.commit();
                reply(request, 200, order);
            }
        }
    }

    private void pay(HttpServerRequest request, String id) {
        ObjectNode order = books.orders().get(id);
        boolean held = order != null && order.path("state").asText().equals("held");
        if (held) {
            reply(
                    request,
                    200,
                    JSON.createObjectNode().put("gateway", "sandbox").put("redirect", "http://…"));
        } else {
            reply(request, 409, JSON.createObjectNode().put("code", "order_state"));
        }
    }

    private void refund(HttpServerRequest request, String id, JsonNode wanted) throws Exception {
        String key = "command " + request.getHeader("Idempotency-Key");
        JsonNode known = books.kept(key);
        if (known != null) {
            request.response().putHeader("Idempotent-Replayed", "true");
            reply(request, 200, known);
            return;
        }
        ObjectNode order = books.orders().get(id);
        ObjectNode refund = order == null ? null : till.grant(order, wanted);
        if (refund == null) {
            reply(request, 409, JSON.createObjectNode().put("code", "order_state"));
            return;
        }
        books.keep(key, refund);
        books.commit();
        reply(request, 201, refund);
    }

    private void callback(HttpServerRequest request, String text, JsonNode notice) throws Exception {
        boolean signed = ToyTill.isSigned(
                request.getHeader("webhook-id"),
                request.getHeader("webhook-timestamp"),
                text,
                request.getHeader("webhook-signature"));
        if (signed) {
            till.take(notice);
            books.commit();
        }
        request.response().setStatusCode(signed ? 204 : 401).end();
    }

    private static long nowMs() {
        return Clock.systemUTC().millis();
    }

    private static String viewer(HttpServerRequest request) throws IOException {
        String token = request.getHeader("Authorization").split("\\.", -1)[1];
        return JSON.readTree(Base64.getUrlDecoder().decode(token)).path("sub").asText();
    }

    private static String hash(String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest).substring(0, 22);
    }

    private static void reply(HttpServerRequest request, int status, JsonNode body) {
        request.response().setStatusCode(status).end(Buffer.buffer(body.toString()));
    }
}
