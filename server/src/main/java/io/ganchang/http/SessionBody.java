package io.ganchang.http;

import io.ganchang.domain.SessionTerms;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code PUT /v1/sessions/{session}}.
 *
 * @param host null where the body leaves it as it is
 */
record SessionBody(
        String title,
        @Nullable String host,
        List<String> operators,
        @Nullable String festival,
        @Nullable Long startsAtMs,
        @Nullable String video,
        boolean rehearsal,
        @Nullable Long holdsPerViewer) {
    private static final long HOLDS_PER_VIEWER_MAX = 1_000;
    private static final int TITLE_LENGTH_MAX = 200;
    private static final int OPERATORS_MAX = 50;
    private static final int VIDEO_LENGTH_MAX = 1_000;
    private static final int TIME_LENGTH_MAX = 40;

    static SessionBody parse(CommandBody body) {
        return new SessionBody(
                body.text("title", TITLE_LENGTH_MAX),
                body.optionalId("host"),
                body.ids("operators", OPERATORS_MAX),
                body.optionalId("festival"),
                time(body, "startsAt"),
                video(body),
                body.flag("rehearsal"),
                body.optionalNumber("holdsPerViewer", 0, HOLDS_PER_VIEWER_MAX));
    }

    /** The terms, with {@code otherwise} as host where the body names none. */
    SessionTerms terms(String otherwise) {
        return new SessionTerms(
                title,
                host == null ? otherwise : host,
                operators,
                festival,
                startsAtMs,
                video,
                rehearsal,
                holdsPerViewer);
    }

    private static @Nullable Long time(CommandBody body, String name) {
        String text = body.optionalText(name, TIME_LENGTH_MAX);
        if (text == null) {
            return null;
        }
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (time.isAfter(Instant.EPOCH) && time.isBefore(Instant.parse("3000-01-01T00:00:00Z"))) {
                return time.toEpochMilli();
            }
        } catch (DateTimeParseException e) {
            // answered below, as a time out of range is
        }
        body.wrong(name, "must be a time in RFC 3339, such as 2026-09-19T12:00:00Z");
        return null;
    }

    private static @Nullable String video(CommandBody body) {
        String video = body.optionalText("video", VIDEO_LENGTH_MAX);
        if (video != null && !video.startsWith("https://") && !video.startsWith("http://")) {
            body.wrong("video", "must be an http or https address");
        }
        return video;
    }
}
