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
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A market of one file and one thread, honest or with one planted fault: what the load run is held against, where the
 * real server is too honest to show that the run would notice.
 */
final class ToyMarket {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int EACH = 20;

    /** What is wrong with a market. */
    enum Fault {
        NONE,
        OVERSELLS,
        FORGETS_KEYS,
        LOSES_ORDERS,
        IGNORES_LIMITS,
        DOUBLES_LINES,
        DIES
    }

    private final ToyBooks books;
    private final Fault fault;
    private final Map<String, Long> available = new HashMap<>();
    private final Map<String, Long> taken = new HashMap<>();
    private long counter;

    private ToyMarket(ToyBooks books, Fault fault) {
        this.books = books;
        this.fault = fault;
        books.offers()
                .forEach((offer, terms) ->
                        available.put(offer, terms.path("stock").asLong()));
        books.orders().values().forEach(order -> {
            if (order.path("state").asText().equals("confirmed")) {
                take(order, 1);
            }
        });
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
                route(request, body.length() == 0 ? JSON.createObjectNode() : JSON.readTree(body.getBytes()));
            } catch (Exception e) {
                reply(
                        request,
                        500,
                        JSON.createObjectNode().put("code", "internal").put("detail", e.toString()));
            }
        });
    }

    private void route(HttpServerRequest request, JsonNode body) throws Exception {
        String[] path = request.path().split("/", -1);
        if (request.path().endsWith("/orders")) {
            place(request, path[3], (ObjectNode) body);
        } else if (request.path().endsWith("/cancel")) {
            cancel(request, path[3]);
        } else if (request.method().name().equals("PUT")) {
            if (path.length == 4) {
                books.session(path[3]);
            } else {
                available.put(path[5], body.path("stock").asLong());
                books.offer(path[5], body);
            }
            reply(request, 201, JSON.createObjectNode());
        } else {
            reply(request, 200, JSON.createObjectNode());
        }
    }

    private void place(HttpServerRequest request, String session, ObjectNode order) throws Exception {
        String viewer = viewer(request);
        String salt = fault == Fault.FORGETS_KEYS && ++counter % EACH == 0 ? "salt " + counter : "";
        String id = session + '.' + hash(viewer + ' ' + request.getHeader("Idempotency-Key") + salt);
        ObjectNode known = books.orders().get(id);
        if (known != null) {
            request.response().putHeader("Idempotent-Replayed", "true");
            reply(request, 200, known);
            return;
        }
        String refusal = refusal(viewer, order);
        if (refusal != null) {
            reply(request, 409, JSON.createObjectNode().put("code", refusal));
            return;
        }
        order.put("id", id).put("viewer", viewer).put("state", "confirmed");
        take(order, 1);
        if (fault == Fault.DIES && ++counter == EACH) {
            Runtime.getRuntime().halt(1);
        }
        boolean lost = fault == Fault.LOSES_ORDERS && ++counter % EACH == 0;
        boolean doubled = fault == Fault.DOUBLES_LINES && ++counter % EACH == 0;
        if (!lost) {
            books.write("order.confirmed", order, doubled ? 2 : 1);
        }
        reply(request, 201, order);
    }

    private @Nullable String refusal(String viewer, JsonNode order) {
        boolean blind = fault == Fault.OVERSELLS && ++counter % EACH == 0;
        for (JsonNode line : order.path("lines")) {
            String offer = line.path("offer").asText();
            long quantity = line.path("quantity").asLong();
            if (available.getOrDefault(offer, 0L) < quantity && !blind) {
                return "sold_out";
            }
            long limit = books.terms(offer).path("limitPerViewer").asLong();
            if (limit > 0
                    && fault != Fault.IGNORES_LIMITS
                    && taken.getOrDefault(viewer + ' ' + offer, 0L) + quantity > limit) {
                return "viewer_limit";
            }
        }
        return null;
    }

    private void cancel(HttpServerRequest request, String id) throws Exception {
        ObjectNode order = books.orders().get(id);
        if (order == null) {
            reply(request, 404, JSON.createObjectNode().put("code", "not_found"));
            return;
        }
        if (order.path("state").asText().equals("confirmed")) {
            take(order, -1);
            order.put("state", "cancelled");
            books.write("order.cancelled", order, 1);
        }
        reply(request, 200, order);
    }

    private void take(JsonNode order, int sign) {
        for (JsonNode line : order.path("lines")) {
            long units = sign * line.path("quantity").asLong();
            available.merge(line.path("offer").asText(), -units, Long::sum);
            taken.merge(order.path("viewer").asText() + ' ' + line.path("offer").asText(), units, Long::sum);
        }
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
