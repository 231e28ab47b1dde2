package dev.terrace.ovn.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Throwables;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a database server: calls, notifications, echo.
 *
 * <p>Everything that it hands out, replies and notifications alike, is handed out on one executor in the order in which
 * it arrived, which is what makes "the update that a transaction caused comes before its reply" hold here too. While
 * the executor does not keep up, nothing more is read from the server. Every call ends: with the answer, or as
 * {@link Reply.Lost} when the connection does, which it also does when an answer takes too long.
 */
public final class Connection {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final Channel channel;
    private final Limits limits;
    private final Executor executor;
    private final ServerVoice voice;
    private final TimeLimiter timeLimiter;
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final AtomicInteger backlog = new AtomicInteger();

    // Event loop only.
    private final Map<Long, Call> pending = new HashMap<>();
    private long lastId;
    private boolean probing;
    private volatile @Nullable String reason;

    Connection(Channel channel, Limits limits, Executor executor, ServerVoice voice) {
        this.channel = channel;
        this.limits = limits;
        this.executor = executor;
        this.voice = voice;
        this.timeLimiter = TimeLimiter.of(TimeLimiterConfig.custom()
                .timeoutDuration(limits.call())
                .cancelRunningFuture(false)
                .build());
        channel.pipeline()
                .addLast(new IdleStateHandler(limits.probe().toMillis(), 0, 0, TimeUnit.MILLISECONDS))
                .addLast(new JsonDecoder(limits, places()))
                .addLast(new Inbound());
    }

    /** A call that waits for its answer. */
    private record Call(
            CompletableFuture<Reply> reply, @Nullable Supplier<? extends RowSink> rows) {}

    /** Calls a method. Never throws for what the network does; see {@link Reply}. */
    public CompletionStage<Reply> call(String method, Object params) {
        return call(method, params, (Supplier<? extends RowSink>) null);
    }

    /**
     * Calls a method that answers with rows.
     *
     * @param rows where the rows of the answer go, see {@link RowSink}; called on the thread of the connection
     */
    public CompletionStage<Reply> call(String method, Object params, @Nullable Supplier<? extends RowSink> rows) {
        return call(method, Encoded.of(params), new Call(new CompletableFuture<>(), rows));
    }

    /** Calls a method with parameters that were written before. */
    public CompletionStage<Reply> call(String method, Encoded params) {
        return call(method, params, new Call(new CompletableFuture<>(), null));
    }

    private CompletionStage<Reply> call(String method, Encoded params, Call call) {
        if (channel.eventLoop().inEventLoop()) {
            send(method, params, call);
        } else {
            channel.eventLoop().execute(() -> send(method, params, call));
        }
        // A copy, because the time limiter ends what it is given.
        var _ = timeLimiter
                .executeCompletionStage(channel.eventLoop(), call.reply()::copy)
                .exceptionally(late -> {
                    close("no answer to " + method + " within " + limits.call().toSeconds() + " s");
                    return new Reply.Lost(late.toString());
                });
        return call.reply();
    }

    /** Completes once, with the reason, when the connection has ended and every call was answered. */
    public CompletionStage<String> closed() {
        return closed.minimalCompletionStage();
    }

    public void close(String why) {
        channel.eventLoop().execute(() -> end(why));
    }

    private void send(String method, Encoded params, Call call) {
        if (!channel.isActive()) {
            executor.execute(() -> call.reply().complete(new Reply.Lost(lostBecause())));
            return;
        }
        long id = ++lastId;
        pending.put(id, call);
        ByteBuf out = channel.alloc().buffer(params.json().length + 64);
        out.writeCharSequence(
                "{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":", StandardCharsets.US_ASCII);
        out.writeBytes(params.json()).writeByte('}');
        write(out);
    }

    private void write(ByteBuf out) {
        var _ = channel.writeAndFlush(out).addListener(written -> {
            if (!written.isSuccess()) {
                end("writing failed: " + written.cause().getMessage());
            }
        });
    }

    private void end(String why) {
        if (reason == null) {
            reason = why;
        }
        var _ = channel.close();
    }

    private String lostBecause() {
        String known = reason;
        return known != null ? known : "the server closed the connection";
    }

    private void answer(JsonNode id, JsonNode result, JsonNode error) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.set("id", id);
        message.set("result", result);
        message.set("error", error);
        ByteBuf out = channel.alloc().buffer();
        try (OutputStream stream = new ByteBufOutputStream(out)) {
            Encoded.MAPPER.writeValue(stream, message);
        } catch (IOException e) {
            throw new UncheckedIOException("a message that is no JSON", e);
        }
        write(out);
    }

    private RowPlaces places() {
        return new RowPlaces() {
            @Override
            public @Nullable RowSink inResult(long id) {
                Call call = pending.get(id);
                return call == null || call.rows() == null ? null : call.rows().get();
            }

            @Override
            public @Nullable RowSink inUpdate(String method, String monitor) {
                return voice.rows(method, monitor);
            }
        };
    }

    private void receive(JsonNode message) {
        JsonNode id = message.path("id");
        JsonNode method = message.path("method");
        if (method.isTextual()) {
            JsonNode params = message.path("params");
            if (method.textValue().equals("echo")) {
                answer(id, params, NullNode.instance);
            } else if (id.isNull() || id.isMissingNode()) {
                deliver(() -> voice.hear(new Notification(method.textValue(), params)));
            } else {
                answer(id, NullNode.instance, JsonNodeFactory.instance.textNode("unknown method"));
            }
            return;
        }
        Call call = id.isIntegralNumber() ? pending.remove(id.longValue()) : null;
        if (call == null) {
            LOG.debug("an answer to no question of ours, id {}", id);
            return;
        }
        JsonNode error = message.path("error");
        Reply reply = error.isNull() || error.isMissingNode()
                ? new Reply.Result(message.path("result"))
                : new Reply.Refusal(error);
        deliver(() -> call.reply().complete(reply));
    }

    private void deliver(Runnable message) {
        if (backlog.incrementAndGet() >= limits.backlog()) {
            channel.config().setAutoRead(false);
        }
        executor.execute(() -> {
            try {
                message.run();
            } finally {
                if (backlog.decrementAndGet() == limits.backlog() / 2) {
                    channel.config().setAutoRead(true);
                }
            }
        });
    }

    private void probe() {
        if (!channel.config().isAutoRead()) {
            // It is we who do not listen.
            return;
        }
        if (pending.values().stream().anyMatch(call -> call.rows() != null)) {
            // It composes an answer of many rows and does nothing else; the call has a limit of its own.
            return;
        }
        if (probing) {
            end("the server has not answered a probe");
            return;
        }
        probing = true;
        send("echo", Encoded.of(List.of()), new Call(new CompletableFuture<>(), null));
    }

    private final class Inbound extends SimpleChannelInboundHandler<JsonNode> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, JsonNode message) {
            receive(message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            // Any byte will do: a long reply is a sign of life before it is complete.
            probing = false;
            context.fireChannelReadComplete();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof IdleStateEvent) {
                probe();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.debug("connection {} fails", channel, cause);
            end(Throwables.getRootCause(cause).toString());
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            String why = lostBecause();
            List<Call> calls = List.copyOf(pending.values());
            pending.clear();
            executor.execute(() -> {
                calls.forEach(call -> call.reply().complete(new Reply.Lost(why)));
                closed.complete(why);
            });
        }
    }
}
