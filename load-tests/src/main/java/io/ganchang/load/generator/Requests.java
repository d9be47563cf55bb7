package io.ganchang.load.generator;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Whole HTTP/1.1 requests, one per call, ready to write. Called on one loop. */
@FunctionalInterface
public interface Requests {
    ByteBuf next(ByteBufAllocator allocator);
}
