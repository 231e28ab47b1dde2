package dev.terrace.ovn.rpc;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens connections. */
public final class Transport {

    private final EventLoopGroup loop;
    private final @Nullable Tls tls;
    private final Limits limits;
    private final ChannelGroup channels;

    /**
     * @param loop where the connections live, with an {@link io.netty.channel.nio.NioIoHandler}
     * @param tls for endpoints of {@code ssl:}, null where there are none
     */
    public Transport(EventLoopGroup loop, @Nullable Tls tls, Limits limits) {
        this.loop = loop;
        this.tls = tls;
        this.limits = limits;
        this.channels = new DefaultChannelGroup(loop.next(), true);
    }

    /** Ends all connections, also those that are still being made. None is made after that. */
    public void close() {
        var _ = channels.close();
    }

    /**
     * Connects.
     *
     * @param executor runs one task after the other; all that the connection has to say is said there
     * @param voice hears what the server says by itself
     * @return completes on {@code executor}; fails with the {@link IOException} of socket or TLS when the server cannot
     *     be reached
     */
    public CompletionStage<Connection> connect(Endpoint endpoint, Executor executor, ServerVoice voice) {
        Handlers handlers;
        try {
            handlers = new Handlers(tlsFor(endpoint), limits, executor, voice, channels);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(endpoint instanceof Endpoint.Unix ? NioDomainSocketChannel.class : NioSocketChannel.class)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(limits.connect().toMillis()))
                .handler(handlers);
        if (!(endpoint instanceof Endpoint.Unix)) {
            bootstrap.option(ChannelOption.TCP_NODELAY, true);
        }
        CompletableFuture<Connection> connection = new CompletableFuture<>();
        ChannelFuture connect = bootstrap.connect(endpoint.address());
        connect.addListener(connected -> {
            SslHandler handshake = connect.channel().pipeline().get(SslHandler.class);
            Future<?> ready = connected.isSuccess() && handshake != null ? handshake.handshakeFuture() : connected;
            ready.addListener(done -> {
                if (done.isSuccess()) {
                    connection.complete(handlers.connection());
                } else {
                    connection.completeExceptionally(done.cause());
                }
            });
        });
        return connection.thenApplyAsync(opened -> opened, executor);
    }

    private @Nullable Function<ByteBufAllocator, SslHandler> tlsFor(Endpoint endpoint) throws IOException {
        if (!(endpoint instanceof Endpoint.Ssl(String host, int port))) {
            return null;
        }
        if (tls == null) {
            throw new IOException("a private key, a certificate and a certificate authority are needed for TLS");
        }
        SslContext context = tls.context();
        return allocator -> {
            SslHandler handler = context.newHandler(allocator, host, port);
            handler.setHandshakeTimeoutMillis(limits.connect().toMillis());
            return handler;
        };
    }

    /** Sets the channel up: TLS first where there is any, then the connection. */
    private static final class Handlers extends ChannelInitializer<Channel> {

        private final @Nullable Function<ByteBufAllocator, SslHandler> tls;
        private final Limits limits;
        private final Executor executor;
        private final ServerVoice voice;
        private final ChannelGroup channels;
        private volatile @Nullable Connection connection;

        Handlers(
                @Nullable Function<ByteBufAllocator, SslHandler> tls,
                Limits limits,
                Executor executor,
                ServerVoice voice,
                ChannelGroup channels) {
            this.tls = tls;
            this.limits = limits;
            this.executor = executor;
            this.voice = voice;
            this.channels = channels;
        }

        @Override
        protected void initChannel(Channel channel) {
            channels.add(channel);
            if (tls != null) {
                channel.pipeline().addLast(tls.apply(channel.alloc()));
            }
            connection = new Connection(channel, limits, executor, voice);
        }

        Connection connection() {
            return Objects.requireNonNull(connection, "the channel was set up before it connected");
        }
    }
}
