package io.ganchang.load;

import io.ganchang.load.journal.Journal;
import io.ganchang.load.traffic.AuditQuestion;
import io.ganchang.load.traffic.Buyer;
import io.ganchang.load.traffic.Host;
import io.ganchang.load.traffic.Market;
import io.ganchang.load.traffic.Payer;
import io.ganchang.load.traffic.Provider;
import io.ganchang.load.traffic.Scenario;
import io.ganchang.load.traffic.Tokens;
import io.ganchang.load.traffic.WebhookSignature;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Everybody who deals with the server in a run, and the journal in which they write. */
record Crew(Buyer buyer, Payer payer, AuditQuestion audit, Journal journal) {

    /**
     * Where they find the server.
     *
     * @param bank the public listener once more, on connections of the provider's own: a crowd of buyers holds up no
     *     notice
     */
    record Place(Vertx vertx, Market market, Market bank, Market admin, String session, Path data) {}

    /** Buyers, the provider behind the sandbox, a host, an auditor, all of them drawing from one seed. */
    static Crew of(Place place, Tokens tokens, Scenario scenario, Buyer.Notes notes, long seed) throws IOException {
        Vertx vertx = place.vertx();
        Buyer buyer =
                new Buyer(vertx, place.market(), place.session(), tokens, scenario, notes, new SplittableRandom(seed));
        Provider provider = new Provider(
                vertx,
                place.bank(),
                WebhookSignature.of(place.data(), notes.clocks()),
                buyer,
                new SplittableRandom(seed + 1));
        Host host = new Host(buyer, tokens, scenario);
        Payer payer = new Payer(vertx, place.session(), buyer, provider, host, notes.clocks());
        return new Crew(buyer, payer, new AuditQuestion(place.admin(), tokens, place.session()), notes.journal());
    }
}
