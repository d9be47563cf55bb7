package io.ganchang.telemetry;

import static io.ganchang.telemetry.Metric.Type.COUNTER;
import static io.ganchang.telemetry.Metric.Type.GAUGE;
import static io.ganchang.telemetry.Metric.Type.HISTOGRAM;
import static io.ganchang.telemetry.Metric.Type.SUMMARY;

import java.util.List;

/**
 * Every metric of this server, the standard sets of {@link Telemetry#STANDARD_PREFIXES} apart. The values of its labels are
 * few and known when the server starts: no session, viewer or order is ever one.
 */
public enum Metric {
    ORDERS_ANSWERED(
            "ganchang_orders_answered_total",
            COUNTER,
            "Attempts to order that were answered, by outcome: placed, replayed, or the code of a problem.",
            "outcome"),
    ORDER_ANSWER_SECONDS(
            "ganchang_order_answer_seconds",
            HISTOGRAM,
            "How long an attempt to order took, from its whole body being read to its answer being written."),
    ORDERS_WAITING("ganchang_orders_waiting", GAUGE, "Orders that wait for Redis, in a call or for one."),
    ORDERS_SHED(
            "ganchang_orders_shed_total",
            COUNTER,
            "Orders that were turned away before anything was sent, by cause: redis_down, orders_waiting, ledger_behind.",
            "cause"),
    ORDERS_SENT("ganchang_orders_sent_total", COUNTER, "Orders that were sent to Redis."),
    ORDER_CALLS(
            "ganchang_order_calls_total",
            COUNTER,
            "Calls that carried them; orders sent by calls is the size of a batch."),
    REDIS_CALLS(
            "ganchang_redis_calls_total",
            COUNTER,
            "Calls to Redis, by fate: answered, refused (an error reply), not_sent, unknown (no reply came).",
            "fate"),
    REDIS_CALL_SECONDS("ganchang_redis_call_seconds", SUMMARY, "How long Redis took to answer."),
    REDIS_LINKS("ganchang_redis_links", GAUGE, "Connections of event loops to Redis, by state: up, down.", "state"),
    REDIS_CONNECTS(
            "ganchang_redis_connects_total",
            COUNTER,
            "Attempts to connect to Redis, by result: made, failed.",
            "result"),
    REDIS_DURABILITY(
            "ganchang_redis_durability",
            GAUGE,
            "1 for what is known of Redis's settings: checked, assumed (redis.assumeDurable), unsafe; else 0.",
            "state"),
    SESSIONS_FROZEN(
            "ganchang_sessions_frozen",
            GAUGE,
            "Sessions found frozen since the start, because Redis has lost events of them."),
    CLOCK_JUMPS(
            "ganchang_clock_jumps_total", COUNTER, "Jumps of Redis's clock that were taken out of a session's time."),
    LEDGER_LAG_EVENTS(
            "ganchang_ledger_lag_events",
            GAUGE,
            "Events by which the ledger is behind in the session where it is most behind, halted ones apart."),
    LEDGER_LAG_SECONDS(
            "ganchang_ledger_lag_seconds",
            GAUGE,
            "How long the oldest event that is known here and not in the ledger has waited, at least."),
    LEDGER_EVENTS("ganchang_ledger_events_total", COUNTER, "Events written into the ledger."),
    LEDGER_COMMIT_SECONDS("ganchang_ledger_commit_seconds", SUMMARY, "How long a transaction of the ledger took."),
    LEDGER_FAILURES(
            "ganchang_ledger_failures_total", COUNTER, "Rounds of the ledger writer that failed; it tries again."),
    LEDGER_SESSIONS_HALTED(
            "ganchang_ledger_sessions_halted",
            GAUGE,
            "Sessions whose events the ledger does not take any more, because they do not follow on what it has."),
    DATABASE_CALLS_WAITING(
            "ganchang_database_calls_waiting",
            GAUGE,
            "Calls that wait for a thread of the database, by kind: read, write.",
            "kind"),
    SINK_EVENTS("ganchang_sink_events_total", COUNTER, "Events delivered to a sink.", "sink"),
    SINK_LAG_EVENTS(
            "ganchang_sink_lag_events",
            GAUGE,
            "Events by which a sink is behind the ledger in the session where it is most behind.",
            "sink"),
    SINK_LAG_SECONDS(
            "ganchang_sink_lag_seconds",
            GAUGE,
            "How long the oldest event that the sink does not have has waited for it, at least.",
            "sink"),
    SINK_FAILURES("ganchang_sink_failures_total", COUNTER, "Deliveries that failed; they are tried again.", "sink"),
    SINK_SESSIONS_HALTED(
            "ganchang_sink_sessions_halted", GAUGE, "Sessions that are not delivered to the sink any more.", "sink"),
    REFUNDS_OPEN(
            "ganchang_refunds_open",
            GAUGE,
            "Refunds of all servers that are not carried out, by state: due (they are tried), stuck (they wait for a person).",
            "state"),
    REFUNDS_DONE("ganchang_refunds_done_total", COUNTER, "Refunds that this server carried out."),
    REFUND_FAILURES(
            "ganchang_refund_failures_total", COUNTER, "Attempts of this server to carry out a refund that failed."),
    HTTP_CONNECTIONS("ganchang_http_connections", GAUGE, "Open connections, by listener: public, admin.", "listener"),
    HTTP_CONNECTIONS_OPENED(
            "ganchang_http_connections_opened_total", COUNTER, "Connections that were accepted.", "listener"),
    HTTP_CONNECTIONS_REFUSED(
            "ganchang_http_connections_refused_total",
            COUNTER,
            "Connections to the public listener that were closed at once, by the cap that was reached: in_all, by_address.",
            "cap"),
    HTTP_LATE(
            "ganchang_http_late_total",
            COUNTER,
            "Connections to the public listener that were closed because a request came too slowly, by part: head, body.",
            "part"),
    HTTP_ANSWERS(
            "ganchang_http_answers_total",
            COUNTER,
            "Requests that were answered, by listener and class of status: 2xx, 3xx, 4xx, 5xx.",
            "listener",
            "class"),
    PROBLEMS(
            "ganchang_problems_total",
            COUNTER,
            "Answers that told a problem, those to attempts to order apart, by code.",
            "code"),
    LOOP_DELAY_SECONDS(
            "ganchang_loop_delay_seconds",
            HISTOGRAM,
            "By how much an event loop was late for a timer: what keeps it busy keeps requests waiting."),
    READY("ganchang_ready", GAUGE, "1 while orders can be placed, as /readyz says it; else 0."),
    WARNINGS("ganchang_warnings", GAUGE, "Warnings that /readyz shows."),
    AUDITS(
            "ganchang_audits_total",
            COUNTER,
            "Audits that were asked for on the admin listener, by result: balanced, differing.",
            "result"),
    SESSIONS_KNOWN("ganchang_sessions_known", GAUGE, "Sessions that this server has had to do with since its start."),
    DATA_DISK_FREE_BYTES("ganchang_data_disk_free_bytes", GAUGE, "Room left on the disk of the data folder."),
    DATA_DISK_BYTES("ganchang_data_disk_bytes", GAUGE, "Size of the disk of the data folder."),
    BUILD("ganchang_build", GAUGE, "1, with what runs: version of this server and of Java.", "version", "java");

    /** How a metric is counted, and so how it is to be read. */
    public enum Type {
        /** Only grows; look at its rate. */
        COUNTER,
        /** Goes up and down. */
        GAUGE,
        /** Two counters, {@code _count} and {@code _sum}, in seconds; their rates give the mean. */
        SUMMARY,
        /** Counters by upper bound, {@code _bucket}, beside {@code _count}, {@code _sum} and {@code _max}; in seconds. */
        HISTOGRAM
    }

    private final String fullName;
    private final Type type;
    private final String sentence;
    private final String labels;

    Metric(String fullName, Type type, String sentence, String... labels) {
        this.fullName = fullName;
        this.type = type;
        this.sentence = sentence;
        this.labels = String.join(" ", labels);
    }

    /** As it stands on {@code /metrics}; its unit is in it. */
    public String fullName() {
        return fullName;
    }

    public Type type() {
        return type;
    }

    /** What it says, in one sentence. */
    public String sentence() {
        return sentence;
    }

    /** Names of its labels, in order. */
    public List<String> labels() {
        return labels.isEmpty() ? List.of() : List.of(labels.split(" ", -1));
    }
}
