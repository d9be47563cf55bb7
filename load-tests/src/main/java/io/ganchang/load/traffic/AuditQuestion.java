package io.ganchang.load.traffic;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;

/** Asks the server's own auditor about a session, on the admin listener. */
public final class AuditQuestion {

    /**
     * What it said.
     *
     * @param seq the sequence number that it speaks of, 0 where it did not answer
     * @param text its whole answer
     */
    public record Finding(boolean ok, long seq, String text) {}

    private final Market admin;
    private final Call call;

    public AuditQuestion(Market admin, Tokens tokens, String session) {
        this.admin = admin;
        this.call = new Call(HttpMethod.GET, "/v1/audit/" + session, tokens.of("ops", "load-ops"), null, null);
    }

    public Future<Finding> ask() {
        return admin.send(call, () -> {}).map(reply -> {
            if (!(reply instanceof Reply.Answer answer)) {
                return new Finding(false, 0, reply.toString());
            }
            boolean ok = answer.status() == 200 && answer.body().path("ok").asBoolean();
            return new Finding(ok, answer.body().path("seq").asLong(), answer.status() + " " + answer.body());
        });
    }
}
