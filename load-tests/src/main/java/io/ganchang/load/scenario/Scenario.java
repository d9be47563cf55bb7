package io.ganchang.load.scenario;

import java.util.List;

/**
 * One scenario file: the sessions of a show, who comes when, and how the run watches it. Every key must be there.
 *
 * @param timeLapse how many times as fast as in life it is played; the time of arrivals and views is divided by it
 * @param connections of the buyers, from as many addresses as needed; opened beforehand
 * @param countdownSeconds from when the offers are announced until they open, 0 for at once
 * @param sampleMs how often the run notes how it goes
 * @param warmUp orders in a session of their own before the show, as in a server that has been up for a while
 */
public record Scenario(
        String title,
        double timeLapse,
        int connections,
        int countdownSeconds,
        int sampleMs,
        Crowd warmUp,
        List<SessionGroup> sessions) {
    private static final double TIME_LAPSE_MAX = 3600;
    private static final int CONNECTIONS_MAX = 19_000; // of the 20,000 files that a process may have open by default
    private static final int COUNTDOWN_S_MAX = 60;
    private static final int SAMPLE_MS_MIN = 20;
    private static final int SAMPLE_MS_MAX = 60_000;
    private static final int GROUPS_MAX = 100;
    private static final int TITLE_CHARS_MAX = 100;

    public Scenario {
        sessions = List.copyOf(sessions);
        Range.hold("length of title", title.length(), 1, TITLE_CHARS_MAX);
        Range.hold("timeLapse", timeLapse, 1, TIME_LAPSE_MAX);
        Range.hold("connections", connections, 1, CONNECTIONS_MAX);
        Range.hold("countdownSeconds", countdownSeconds, 0, COUNTDOWN_S_MAX);
        Range.hold("sampleMs", sampleMs, SAMPLE_MS_MIN, SAMPLE_MS_MAX);
        Range.hold("number of sessions", sessions.size(), 1, GROUPS_MAX);
    }
}
