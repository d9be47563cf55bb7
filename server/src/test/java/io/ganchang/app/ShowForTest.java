package io.ganchang.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganchang.domain.Role;

/** A session of a test, with its host, and how viewers buy in it. */
public record ShowForTest(MarketForTest market, String session, String host) {
    /** A new session that is live. */
    static ShowForTest live(MarketForTest market) {
        ShowForTest show = scheduled(market);
        show.move("start").expect(200);
        return show;
    }

    /** A new session that has not begun. */
    public static ShowForTest scheduled(MarketForTest market) {
        String id = market.newName("show");
        ShowForTest show = new ShowForTest(market, id, market.token(Role.HOST, "host-" + id));
        market.put(show.path())
                .as(show.host())
                .json("{'title':'A show'}")
                .send()
                .expect(201);
        return show;
    }

    public String path() {
        return "/v1/sessions/" + session;
    }

    public String path(String offer) {
        return path() + "/offers/" + offer;
    }

    public Reply move(String action) {
        return market.post(path() + '/' + action).as(host).send();
    }

    /** A new draft; {@code more} are further fields, each after a comma, with {@code '} for {@code "}. */
    public Reply put(String offer, long stock, String more) {
        return market.put(path(offer))
                .as(host)
                .json("{'title':'瓜','unit':'box','priceMinor':3990,'currency':'CNY','stock':" + stock + more + "}")
                .send();
    }

    /** A new offer that is open. */
    public ShowForTest open(String offer, long stock, String more) {
        put(offer, stock, more).expect(201);
        command(offer, "open", "{}").expect(200);
        return this;
    }

    public ShowForTest open(String offer, long stock) {
        return open(offer, stock, "");
    }

    public Reply command(String offer, String action, String body) {
        return market.post(path(offer) + '/' + action).as(host).json(body).send();
    }

    public Reply stock(String offer, String key, String body) {
        return market.post(path(offer) + "/stock").as(host).key(key).json(body).send();
    }

    /** The session as everyone sees it. */
    public JsonNode seen() {
        return market.get(path()).send().expect(200).json();
    }

    public JsonNode seen(String offer) {
        for (JsonNode candidate : seen().path("offers")) {
            if (candidate.path("id").textValue().equals(offer)) {
                return candidate;
            }
        }
        throw new AssertionError("no offer " + offer);
    }

    public String viewer(String subject) {
        return market.token(Role.VIEWER, subject);
    }

    /** An attempt to buy. */
    public Call order(String viewer, String key) {
        return market.post(path() + "/orders").as(viewer(viewer)).key(key);
    }

    public Reply buy(String viewer, String key, String offer, long quantity) {
        return order(viewer, key).json(lines(offer, quantity)).send();
    }

    public static String lines(String offer, long quantity) {
        return "{'lines':[{'offer':'" + offer + "','quantity':" + quantity + "}]}";
    }

    /** The audit, which must be clean. */
    public JsonNode audit() {
        Reply reply = market.admin("GET", "/v1/audit/" + session)
                .as(market.token(Role.OPS, "auditor"))
                .send()
                .expect(200);
        if (!reply.at("ok").booleanValue()) {
            throw new AssertionError(reply.text());
        }
        return reply.json();
    }
}
