package io.ganchang.app;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ganchang.domain.Ids;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Role;
import io.ganchang.http.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the demo market from its file, as its host would: through the HTTP contract, with the host's own token. What the
 * contract refuses in the file, it refuses here in the same words. A market that is open already is left as it is.
 */
final class DemoMarket {
    private static final Logger LOG = LoggerFactory.getLogger(DemoMarket.class);
    private static final Duration CALL_MAX = Duration.ofSeconds(10);
    private static final long TOKEN_SECONDS = 60;
    private static final int NOT_FOUND = 404;
    private static final String SCHEDULED = "scheduled";
    private static final YAMLMapper YAML = new YAMLMapper();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CALL_MAX).build();
    private final Tokens tokens;
    private final String address;

    /** @param address of the public listener */
    DemoMarket(Tokens tokens, String address) {
        this.tokens = tokens;
        this.address = address;
    }

    /**
     * Opens the market that {@code file} describes: its session and offers, opened first, started last.
     *
     * @return the address of the page on which viewers buy
     */
    String open(Path file) {
        JsonNode demo = read(file);
        ObjectNode session = part(demo.path("session"), file);
        String id = session.remove("id").asText();
        open(demo, session, "/v1/sessions/" + id, file);
        return address + "/s/" + id;
    }

    private void open(JsonNode demo, ObjectNode session, String path, Path file) {
        String host = session.path("host").asText();
        String token = tokens.issue(host, Role.HOST, null, TOKEN_SECONDS).token();
        HttpResponse<String> found = send(token, "GET", path, "");
        if (found.statusCode() != NOT_FOUND) {
            if (wordOf(found, "code").equals(Problem.SESSION_FROZEN.code())) {
                LOG.warn("the demo session stays as it is: {}", wordOf(found, "detail"));
                return;
            }
            require(found, file);
            if (!wordOf(found, "state").equals(SCHEDULED)) {
                return;
            }
        }
        require(send(token, "PUT", path, session.toString()), file);
        for (JsonNode node : demo.path("offers")) {
            ObjectNode offer = part(node, file);
            String offerPath = path + "/offers/" + offer.remove("id").asText();
            require(send(token, "PUT", offerPath, offer.toString()), file);
            require(send(token, "POST", offerPath + "/open", "{}"), file);
        }
        require(send(token, "POST", path + "/start", "{}"), file);
    }

    private static JsonNode read(Path file) {
        if (Files.notExists(file)) {
            throw new StartException("there is no demo file " + file + "; name it in demo.file, or pass --no-demo");
        }
        try {
            return YAML.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            throw new StartException(
                    "the demo file " + file + " is not YAML at line " + place.getLineNr() + ", column "
                            + place.getColumnNr(),
                    e);
        } catch (IOException e) {
            throw new StartException("the demo file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static ObjectNode part(JsonNode node, Path file) {
        if (node instanceof ObjectNode part && Ids.isId(part.path("id").asText())) {
            return part.deepCopy();
        }
        throw new StartException("the demo file " + file + " must have a session and offers, each with an id");
    }

    private static String wordOf(HttpResponse<String> session, String field) {
        try {
            return YAML.readTree(session.body()).path(field).asText();
        } catch (IOException e) {
            throw new StartException("the demo session cannot be read", e);
        }
    }

    private static void require(HttpResponse<String> response, Path file) {
        if (response.statusCode() >= 300) {
            throw new StartException(
                    "the demo file " + file + " is refused at " + response.uri().getPath() + ": " + response.body());
        }
    }

    private HttpResponse<String> send(String token, String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(CALL_MAX)
                .header("Authorization", "Bearer " + token)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new StartException("the demo market cannot be opened: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("the demo market cannot be opened: interrupted", e);
        }
    }
}
