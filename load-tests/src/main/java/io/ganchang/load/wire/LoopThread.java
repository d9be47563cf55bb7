package io.ganchang.load.wire;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/** One thread with an event loop of its own: epoll where there is one, else NIO. */
public final class LoopThread implements AutoCloseable {
    private static final long STOP_S_MAX = 5;

    private final MultiThreadIoEventLoopGroup group;

    private LoopThread(MultiThreadIoEventLoopGroup group) {
        this.group = group;
    }

    /** Starts one; the thread is a daemon. */
    public static LoopThread start(String name) {
        IoHandlerFactory handler = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new LoopThread(new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(name, true), handler));
    }

    public EventLoop loop() {
        return group.next();
    }

    /** The kind of socket that the loop can serve, whoever made it. */
    static Class<? extends Channel> channelOf(EventLoop loop) {
        boolean epoll = loop instanceof IoEventLoop any && any.isIoType(EpollIoHandler.class);
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, STOP_S_MAX, TimeUnit.SECONDS).awaitUninterruptibly(STOP_S_MAX, TimeUnit.SECONDS);
    }
}
