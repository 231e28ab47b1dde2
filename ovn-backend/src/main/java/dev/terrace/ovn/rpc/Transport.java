package dev.terrace.ovn.rpc;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Opens connections, all on one event loop. NIO also for Unix sockets, so no native library is needed. */
public final class Transport implements AutoCloseable {

    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("ovsdb", true), NioIoHandler.newFactory());

    /**
     * Connects.
     *
     * @param notifications is called on the event loop and must not block it
     * @return fails with the {@link java.io.IOException} of the socket when the server cannot be reached
     */
    public CompletionStage<Connection> connect(
            Endpoint endpoint, Limits limits, Consumer<? super Notification> notifications) {
        AtomicReference<Connection> opened = new AtomicReference<>();
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(limits.connect().toMillis()))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        opened.set(new Connection(channel, limits, notifications));
                    }
                });
        switch (endpoint) {
            case Endpoint.Tcp _ -> bootstrap.channel(NioSocketChannel.class).option(ChannelOption.TCP_NODELAY, true);
            case Endpoint.Unix _ -> bootstrap.channel(NioDomainSocketChannel.class);
        }
        CompletableFuture<Connection> connection = new CompletableFuture<>();
        ChannelFuture connect = bootstrap.connect(endpoint.address());
        var _ = connect.addListener(done -> {
            if (done.isSuccess()) {
                connection.complete(opened.get());
            } else {
                connection.completeExceptionally(done.cause());
            }
        });
        return connection;
    }

    /** Ends the event loop, and with it every connection. */
    @Override
    public void close() {
        var _ = loop.shutdownGracefully(0, 2, TimeUnit.SECONDS);
    }
}
