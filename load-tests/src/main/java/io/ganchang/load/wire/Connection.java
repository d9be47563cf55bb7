package io.ganchang.load.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection, with one request under way or none. */
final class Connection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final Wire wire;
    private final AnswerParser parser = new AnswerParser();
    private @Nullable Channel channel;
    private @Nullable Receiver receiver;
    private @Nullable ByteBuf begun;
    private int looks;
    private String end = "the connection was closed";

    Connection(Wire wire) {
        this.wire = wire;
    }

    boolean isOpen() {
        return channel != null && channel.isActive();
    }

    /** Writes the request. */
    void carry(ByteBuf request, Receiver to) {
        if (channel == null) {
            throw new IllegalStateException("not connected yet");
        }
        receiver = to;
        looks = 0;
        to.leaving();
        var unused = channel.writeAndFlush(request, channel.voidPromise()); // a failure closes the connection
    }

    /** Ends a connection whose answer was not there at so many looks. */
    void look(int looksMax) {
        if (receiver != null && ++looks > looksMax) {
            breakOff("no answer in time");
        }
    }

    /** Closes it; what is under way is lost. */
    void breakOff(String why) {
        if (channel != null) {
            end = why;
            var unused = channel.close();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = join((ByteBuf) message);
        boolean kept = false;
        try {
            kept = !read(in, false);
        } catch (AnswerParser.Malformed e) {
            breakOff("no HTTP: " + e.getMessage());
        } finally {
            if (kept) {
                begun = in;
            } else {
                in.release();
            }
        }
    }

    private ByteBuf join(ByteBuf piece) {
        if (begun == null) {
            return piece;
        }
        ByteBuf whole = begun;
        begun = null;
        whole.writeBytes(piece);
        piece.release();
        return whole;
    }

    /** Whether the bytes are done with. */
    private boolean read(ByteBuf in, boolean ended) throws AnswerParser.Malformed {
        if (receiver == null) {
            breakOff("bytes that nobody asked for");
            return true;
        }
        if (!parser.find(in, ended)) {
            return false;
        }
        Receiver to = receiver;
        receiver = null;
        if (parser.isKeptAlive() && !in.isReadable() && !ended) {
            wire.isFree(this);
        } else {
            breakOff("it carries one answer only");
        }
        to.answered(parser.answer());
        return true;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ByteBuf rest = begun;
        begun = null;
        if (rest != null) {
            readLast(rest);
        }
        wire.isGone(this);
        if (receiver != null) {
            Receiver to = receiver;
            receiver = null;
            to.lost(end);
        }
    }

    private void readLast(ByteBuf rest) {
        try {
            boolean unused = receiver == null || read(rest, true);
        } catch (AnswerParser.Malformed e) {
            end = "no HTTP: " + e.getMessage();
        } finally {
            rest.release();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("a connection fails", cause);
        }
        breakOff(String.valueOf(cause.getMessage()));
    }
}
