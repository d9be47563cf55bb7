package io.ganchang.ordering;

import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.TimeUnit;

/**
 * The passes of an event loop: in each it first reads what has come on all its connections, then does what that leads to.
 * To be used on that loop only.
 */
final class LoopPasses {
    private final Context context;
    private final EventLoop loop;

    LoopPasses(Context context) {
        this.context = context;
        this.loop = ((ContextInternal) context).nettyEventLoop();
    }

    /**
     * Runs {@code task} once what has come is read: at the end of this pass where it reads still, else of the next one. A task
     * that is merely queued by another one runs before the loop reads again.
     */
    void afterNext(Runnable task) {
        var unused = loop.schedule(() -> context.runOnContext(read -> task.run()), 1, TimeUnit.NANOSECONDS);
    }
}
