package io.ganchang.load.baseline;

import io.vertx.core.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * A file that one thread appends to, and syncs once for all records that have come meanwhile: group commit at its plainest.
 */
final class SyncedFile implements AutoCloseable {
    private static final int WAITING_MAX = 10_000;

    private final FileChannel channel;
    private final BlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final Thread writer = new Thread(this::write, "file-sync");

    /** @param told on {@code context}, whether the record is on disk */
    private record Waiting(ByteBuffer line, Context context, Consumer<Boolean> told) {}

    private SyncedFile(FileChannel channel) {
        this.channel = channel;
    }

    static SyncedFile open(Path path) throws IOException {
        SyncedFile file = new SyncedFile(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        file.writer.setDaemon(true);
        file.writer.start();
        return file;
    }

    /** Appends a record as a line of its own. Whether there was room for it to wait. */
    boolean append(byte[] line, Context context, Consumer<Boolean> told) {
        return waiting.offer(new Waiting(ByteBuffer.wrap(line), context, told));
    }

    private void write() {
        List<Waiting> batch = new ArrayList<>();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                batch.add(waiting.take());
                waiting.drainTo(batch);
                tell(batch, sync(batch));
                batch.clear();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean sync(List<Waiting> batch) {
        try {
            ByteBuffer lines = lines(batch);
            while (lines.hasRemaining()) {
                int unused = channel.write(lines);
            }
            channel.force(false); // as Redis does: the length, but not the time of the change
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static ByteBuffer lines(List<Waiting> batch) {
        int bytes =
                batch.stream().mapToInt(record -> record.line().remaining() + 1).sum();
        ByteBuffer lines = ByteBuffer.allocate(bytes);
        for (Waiting record : batch) {
            lines.put(record.line()).put((byte) '\n');
        }
        return lines.flip();
    }

    /** Wakes each event loop once, however many of the batch are its own. */
    private static void tell(List<Waiting> batch, boolean synced) {
        IdentityHashMap<Context, List<Consumer<Boolean>>> byContext = new IdentityHashMap<>();
        for (Waiting record : batch) {
            byContext
                    .computeIfAbsent(record.context(), unused -> new ArrayList<>())
                    .add(record.told());
        }
        byContext.forEach((context, told) -> context.runOnContext(unused -> told.forEach(one -> one.accept(synced))));
    }

    @Override
    public void close() throws IOException {
        writer.interrupt();
        channel.close();
    }
}
