package io.ganchang.audit;

import io.ganchang.ledger.AuditCheckpoint;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The checkpoints of one session: those that an audit may start from, and those it passes and so can confirm. */
final class Checkpoints {
    private final List<AuditCheckpoint> all;
    private final Problems problems;
    /** What is reported as such. */
    private final Set<Long> damaged = new HashSet<>();

    private int next;

    /** @param all oldest first */
    Checkpoints(List<AuditCheckpoint> all, Problems problems) {
        this.all = List.copyOf(all);
        this.problems = problems;
    }

    static String digest(AuditCheckpoint checkpoint) {
        String text = String.join(
                "\n",
                checkpoint.session().value(),
                Long.toString(checkpoint.seq()),
                Long.toString(checkpoint.epoch()),
                checkpoint.chain(),
                checkpoint.document());
        return HexFormat.of().formatHex(Digests.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The last one, where it is whole; one that is damaged is reported, and none is used then. */
    Optional<AuditCheckpoint> last(long epoch) {
        if (all.isEmpty()) {
            return Optional.empty();
        }
        AuditCheckpoint last = all.get(all.size() - 1);
        if (!isWhole(last)) {
            return Optional.empty();
        }
        return Optional.of(last).filter(checkpoint -> checkpoint.epoch() == epoch);
    }

    private boolean isWhole(AuditCheckpoint checkpoint) {
        boolean whole = digest(checkpoint).equals(checkpoint.digest());
        if (!whole && damaged.add(checkpoint.seq())) {
            problems.add(name(checkpoint) + " was altered after it was written");
        }
        return whole;
    }

    /** The checkpoint is taken for true; it and those before it are not met. */
    void startFrom(AuditCheckpoint checkpoint) {
        while (next < all.size() && all.get(next).seq() <= checkpoint.seq()) {
            next++;
        }
    }

    /** Holds the checkpoints up to {@code replay}'s number against it. */
    void meet(Replay replay) {
        while (next < all.size() && all.get(next).seq() <= replay.seq()) {
            AuditCheckpoint checkpoint = all.get(next++);
            if (checkpoint.seq() != replay.seq()) {
                problems.add(name(checkpoint) + " is of a number that no event has");
            } else if (isWhole(checkpoint) && !isSame(checkpoint, replay)) {
                problems.add(name(checkpoint) + " is not what the events up to there give now");
            }
        }
    }

    private static boolean isSame(AuditCheckpoint checkpoint, Replay replay) {
        VerifiedState state = VerifiedState.parse(checkpoint.document());
        return checkpoint.chain().equals(replay.chain())
                && state.equals(replay.state().withDownstream(state.downstream()));
    }

    /** Reports those that the events never came to. */
    void end(Replay replay) {
        while (next < all.size()) {
            problems.add(name(all.get(next++)) + " is above the last event, " + replay.seq());
        }
    }

    /** Sequence number of the last one; 0 for none. */
    long lastSeq() {
        return all.isEmpty() ? 0 : all.get(all.size() - 1).seq();
    }

    private static String name(AuditCheckpoint checkpoint) {
        return "the checkpoint at " + checkpoint.seq() + " of " + Instant.ofEpochMilli(checkpoint.createdMs());
    }
}
