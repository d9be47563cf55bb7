package io.ganchang.redis;

import static io.ganchang.redis.FunctionsForTest.ALWAYS;
import static io.ganchang.redis.FunctionsForTest.DOCUMENT;
import static io.ganchang.redis.FunctionsForTest.KEYS;
import static io.ganchang.redis.FunctionsForTest.LEDGER;
import static io.ganchang.redis.FunctionsForTest.SESSION;
import static io.ganchang.redis.FunctionsForTest.concat;
import static io.ganchang.redis.FunctionsForTest.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganchang.domain.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** {@code session_change_1}: birth, terms and states of a session. */
class SessionChangeTest {
    static final List<String> EVIL_NUMBERS = OrderPlaceCallTest.EVIL_NUMBERS;

    private static final String COMMAND = "command--------------1";
    private static final String RENAMED = DOCUMENT.replace("Melons", "More melons");
    private static FunctionsForTest functions;

    @BeforeAll
    static void startRedis() {
        functions = FunctionsForTest.start();
    }

    @AfterAll
    static void stopRedis() {
        functions.close();
    }

    @BeforeEach
    void empty() {
        functions.commands().flushall();
    }

    @Test
    void aPartitionIsBornScheduledWithAllThatTheFormatsName() {
        List<String> reply = functions.session("create");

        assertThat(reply.subList(2, 7)).containsExactly("1", "created", "scheduled", "1", DOCUMENT);
        Map<String, String> meta = functions.commands().hgetall(KEYS.meta());
        assertThat(meta)
                .containsEntry("seq", "1")
                .containsEntry("epoch", "1")
                .containsEntry("state", "scheduled")
                .containsEntry("version", "1")
                .containsEntry("pinned", "-")
                .containsEntry("doc", DOCUMENT)
                .containsEntry("ledger", LEDGER)
                .containsEntry("key", "key1")
                .containsEntry("offset", "0")
                .containsEntry("holds", "-")
                .containsEntry("now", reply.get(1))
                .containsOnlyKeys(
                        "seq", "epoch", "state", "version", "pinned", "doc", "ledger", "key", "offset", "now", "tag",
                        "holds");
        assertThat(functions.events())
                .extracting(Event::type, Event::actor, Event::deltas, Event::subject, Event::body)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        "session.created", "wang", "-", SESSION.value(), "scheduled 1 " + DOCUMENT));
    }

    @Test
    void aRepeatedBirthChangesNothingAndAnotherDocumentChangesTheTerms() {
        functions.session("create");
        Map<String, String> before = functions.dump();

        assertThat(functions.session("create").subList(2, 6)).containsExactly("1", "unchanged", "scheduled", "1");
        assertThat(functions.dump()).isEqualTo(before);
        assertThat(functions.session("create", "-", "-", "-", RENAMED, LEDGER).subList(2, 7))
                .containsExactly("2", "changed", "scheduled", "2", RENAMED);
        assertThat(functions.commands().hget(KEYS.meta(), "doc")).isEqualTo(RENAMED);
        assertThat(functions.events().get(1).type()).isEqualTo("session.changed");
    }

    @Test
    void aPartitionOfAnotherLedgerIsForeign() {
        functions.session("create");
        Map<String, String> before = functions.dump();

        assertThat(functions
                        .session("create", "-", "-", "-", RENAMED, "another")
                        .get(0))
                .isEqualTo("foreign");
        assertThat(functions.dump()).isEqualTo(before);
    }

    @Test
    void aPartitionThatIsMissingThoughItsEventsAreKnownIsNotBornAgain() {
        assertThat(functions.call("session_change_1", arguments(functions.head(1, 7, "0", ALWAYS), "create")))
                .containsExactly("absent", 0L, 0L);
        assertThat(functions.dump()).isEmpty();
    }

    @Test
    void nobodyButABirthMeetsAMissingPartition() {
        for (String action : List.of("change", "start", "pause", "resume", "end")) {
            assertThat(functions.session(action)).containsExactly("absent", "0", "0");
        }
        assertThat(functions.dump()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "scheduled,start,live", "scheduled,pause,", "scheduled,resume,", "scheduled,end,ended",
        "live,start,", "live,pause,paused", "live,resume,", "live,end,ended",
        "paused,start,", "paused,pause,", "paused,resume,live", "paused,end,ended",
        "ended,start,", "ended,pause,", "ended,resume,", "ended,end,"
    })
    void aSessionMovesAsItsStatesAllowAndNoOtherWay(String from, String action, String to) {
        bring(from);
        Map<String, String> before = functions.dump();

        List<String> reply = functions.session(action);

        if (to == null) {
            assertThat(reply).element(0).isEqualTo("session_state");
            assertThat(reply).element(3).isEqualTo(from);
            assertThat(functions.dump()).isEqualTo(before);
        } else {
            assertThat(reply.subList(3, 5)).containsExactly("changed", to);
            assertThat(functions.commands().hget(KEYS.meta(), "state")).isEqualTo(to);
            assertThat(functions.events().get(functions.events().size() - 1).body())
                    .isEqualTo(to + ' ' + reply.get(5) + ' ' + DOCUMENT);
            functions.assertBooksBalance();
        }
    }

    private static void bring(String state) {
        functions.session("create");
        List<String> moves = switch (state) {
            case "live" -> List.of("start");
            case "paused" -> List.of("start", "pause");
            case "ended" -> List.of("end");
            default -> List.of();
        };
        moves.forEach(functions::session);
    }

    @Test
    void aCommandIsCarriedOutOnceByItsId() {
        functions.session("create");
        assertThat(functions
                        .session("start", COMMAND, "fingerprint", "-", "-", "-")
                        .get(3))
                .isEqualTo("changed");
        functions.session("pause");
        Map<String, String> before = functions.dump();

        assertThat(functions
                        .session("start", COMMAND, "fingerprint", "-", "-", "-")
                        .subList(3, 5))
                .containsExactly("unchanged", "paused");
        assertThat(functions.session("end", COMMAND, "another", "-", "-", "-").get(0))
                .isEqualTo("idempotency_mismatch");
        assertThat(functions.dump()).isEqualTo(before);
        assertThat(functions.commands().hget(KEYS.commands(), COMMAND)).isEqualTo("fingerprint 2");
    }

    @Test
    void aRefusedCommandIsNotRemembered() {
        functions.session("create");
        assertThat(functions
                        .session("resume", COMMAND, "fingerprint", "-", "-", "-")
                        .get(0))
                .isEqualTo("session_state");
        assertThat(functions.commands().exists(KEYS.commands())).isZero();
    }

    @Test
    void aBrokenCommandFailsTheCall() {
        functions.session("create");
        functions.commands().hset(KEYS.commands(), COMMAND, "no sequence");
        Map<String, String> before = functions.dump();

        assertThatThrownBy(() -> functions.session("start", COMMAND, "no", "-", "-", "-"))
                .hasMessageContaining("broken command");
        assertThat(functions.dump()).isEqualTo(before);
    }

    @Test
    void anExpectedVersionMustHold() {
        functions.session("create");
        Map<String, String> before = functions.dump();

        for (String version : List.of("2", "0", "01", "1.0", "x")) {
            assertThat(functions.session("change", "-", "-", version, RENAMED, "-"))
                    .satisfies(reply -> assertThat(reply.get(0)).isEqualTo("version_conflict"))
                    .element(3)
                    .isEqualTo("1");
        }
        assertThat(functions.dump()).isEqualTo(before);
        assertThat(functions.session("change", "-", "-", "1", RENAMED, "-").get(3))
                .isEqualTo("changed");
    }

    @Test
    void anActionThatIsNoneFailsTheCall() {
        functions.session("create");
        Map<String, String> before = functions.dump();

        for (String action : List.of("", "chnage", "CREATE", "__index")) {
            assertThatThrownBy(() -> functions.session(action)).hasMessageContaining("unknown action");
        }
        assertThat(functions.dump()).isEqualTo(before);
    }

    @ParameterizedTest
    @FieldSource("EVIL_NUMBERS")
    void anEvilNumberInTheCallHeadLetsNothingBeBorn(String evil) {
        for (int i : List.of(0, 1, 3, 4, 5)) {
            List<String> head = new ArrayList<>(functions.head());
            head.set(i, evil);
            assertThatThrownBy(() -> functions.call("session_change_1", arguments(head, "create")))
                    .hasMessageContaining("broken call head");
        }
        assertThatThrownBy(
                        () -> functions.call("session_change_1", arguments(functions.head(0, 0, "0", "1"), "create")))
                .hasMessageContaining("broken call head");
        assertThat(functions.dump()).isEmpty();
    }

    @Test
    void theCallHeadIsObeyed() {
        functions.session("create");
        Map<String, String> before = functions.dump();
        assertThat(status(functions.head(2, 0, "0", ALWAYS))).isEqualTo("epoch");
        assertThat(status(functions.head(1, 2, "0", ALWAYS))).isEqualTo("rolled_back");
        assertThat(status(functions.head(1, 1, "0", "1"))).isEqualTo("deadline");
        assertThat(functions.dump()).isEqualTo(before);
        functions.commands().hset(KEYS.meta(), "frozen", "x");
        assertThat(status(functions.head())).isEqualTo("frozen");
    }

    private static String status(List<String> head) {
        return texts(functions.call("session_change_1", arguments(head, "start")))
                .get(0);
    }

    private static List<String> arguments(List<String> head, String action) {
        return concat(head, "wang", "-", "-", "-", action, "-", SESSION.value(), DOCUMENT, LEDGER, "key1", "-");
    }
}
