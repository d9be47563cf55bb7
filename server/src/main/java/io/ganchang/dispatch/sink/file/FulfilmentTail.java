package io.ganchang.dispatch.sink.file;

import io.ganchang.dispatch.DeliveredEventsLost;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The end of a fulfilment file, as a crash may have left it: what of it stands.
 *
 * <p>The cursor moves after the sync, so every event up to the delivered one is on disk, and all that follows it was
 * written by a call that did not end. Of that, the whole lines stand, up to the first that is torn: readers may have seen
 * them. After a loss of power a torn line may be anything, zeros included, and whole lines may follow it; they are
 * written again.
 *
 * @param length in bytes, of what stands
 * @param undelivered the lines that stand behind the delivered event
 */
record FulfilmentTail(long length, List<FulfilmentLine> undelivered) {
    private static final int WINDOW_BYTES_MIN = 1 << 16;
    private static final int WINDOW_BYTES_MAX = 1 << 28;
    private static final int WINDOW_GROWTH = 4;

    /** @throws DeliveredEventsLost where the event {@code deliveredSeq} is not there */
    static FulfilmentTail find(FileChannel file, long deliveredSeq) throws IOException {
        long size = file.size();
        for (long window = WINDOW_BYTES_MIN; window <= WINDOW_BYTES_MAX; window *= WINDOW_GROWTH) {
            long start = Math.max(0, size - window);
            Optional<FulfilmentTail> found = new Walk(start, read(file, start, size)).find(deliveredSeq);
            if (found.isPresent()) {
                return found.get();
            }
            if (start == 0) {
                break;
            }
        }
        throw new DeliveredEventsLost("event " + deliveredSeq + " was delivered, but is not near the end of the file");
    }

    private static byte[] read(FileChannel file, long start, long end) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(end - start));
        while (bytes.hasRemaining()) {
            if (file.read(bytes, start + bytes.position()) < 0) {
                throw new EOFException("the file shrinks while it is read");
            }
        }
        return bytes.array();
    }

    /** One pass over the lines at the end of the file. */
    private static final class Walk {
        private final long start;
        private final byte[] bytes;
        private int position;

        Walk(long start, byte[] bytes) {
            this.start = start;
            this.bytes = bytes;
        }

        Optional<FulfilmentTail> find(long deliveredSeq) {
            if (deliveredSeq == 0) {
                return start == 0 ? Optional.of(tailAfter(0)) : Optional.empty();
            }
            if (start > 0) {
                skipLine(); // the window begins somewhere in it
            }
            while (hasLine()) {
                Optional<FulfilmentLine> line = nextLine();
                if (line.isPresent() && line.get().id().seq() == deliveredSeq) {
                    return Optional.of(tailAfter(deliveredSeq));
                }
            }
            return Optional.empty();
        }

        private FulfilmentTail tailAfter(long deliveredSeq) {
            List<FulfilmentLine> undelivered = new ArrayList<>();
            long seq = deliveredSeq;
            int end = position;
            while (hasLine()) {
                Optional<FulfilmentLine> line = nextLine();
                if (line.isEmpty() || line.get().id().seq() <= seq) {
                    break;
                }
                undelivered.add(line.get());
                seq = line.get().id().seq();
                end = position;
            }
            return new FulfilmentTail(start + end, undelivered);
        }

        private boolean hasLine() {
            return lineEnd() < bytes.length;
        }

        private Optional<FulfilmentLine> nextLine() {
            int from = position;
            skipLine();
            return FulfilmentLine.parse(bytes, from, position - 1 - from);
        }

        private void skipLine() {
            position = Math.min(lineEnd() + 1, bytes.length);
        }

        private int lineEnd() {
            int end = position;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            return end;
        }
    }
}
