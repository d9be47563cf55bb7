package io.ganchang.load;

import io.ganchang.load.journal.Journal;
import io.ganchang.load.traffic.AuditQuestion;
import io.ganchang.load.traffic.Buyer;
import io.ganchang.load.traffic.Clocks;
import io.ganchang.load.traffic.Host;
import io.ganchang.load.traffic.Market;
import io.ganchang.load.traffic.Payer;
import io.ganchang.load.traffic.Provider;
import io.ganchang.load.traffic.Show;
import io.ganchang.load.traffic.Tokens;
import io.ganchang.load.traffic.WebhookSignature;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Everybody who deals with one session of a run, and the journal in which they write. */
record Crew(Buyer buyer, Payer payer, AuditQuestion audit, Journal journal) {

    /**
     * Where they find the server, and each other.
     *
     * @param bank the public listener once more, on connections of the provider's own: a crowd of buyers holds up no
     *     notice
     * @param seed from which all of them draw
     */
    record Place(
            Vertx vertx,
            Market market,
            Market bank,
            Market admin,
            Tokens tokens,
            Clocks clocks,
            String session,
            Path data,
            long seed) {
        /** The same, without the crowd's connections. */
        Place overFewConnections() {
            return new Place(vertx, bank, bank, admin, tokens, clocks, session, data, seed);
        }

        Place of(String other, long otherSeed) {
            return new Place(vertx, market, bank, admin, tokens, clocks, other, data, otherSeed);
        }
    }

    /** Buyers, the provider behind the sandbox, a host, an auditor. */
    static Crew of(Place place, Show show, Buyer.Notes notes) throws IOException {
        Vertx vertx = place.vertx();
        SplittableRandom jitter = new SplittableRandom(place.seed());
        Buyer buyer = new Buyer(vertx, place.market(), place.session(), place.tokens(), show, notes, jitter);
        Provider provider = new Provider(
                vertx,
                place.bank(),
                WebhookSignature.of(place.data(), notes.clocks()),
                buyer,
                new SplittableRandom(place.seed() + 1));
        Host host = new Host(buyer, place.tokens(), show);
        Payer payer = new Payer(vertx, place.session(), buyer, provider, host, notes.clocks());
        return new Crew(
                buyer, payer, new AuditQuestion(place.admin(), place.tokens(), place.session()), notes.journal());
    }
}
