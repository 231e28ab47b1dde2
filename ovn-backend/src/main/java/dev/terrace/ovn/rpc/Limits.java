package dev.terrace.ovn.rpc;

import java.time.Duration;

/**
 * What a connection puts up with.
 *
 * @param messageBytes a longer message ends the connection; a whole replica arrives in one
 * @param depth deeper nesting of arrays and objects ends the connection
 * @param backlog messages that wait to be looked at; with more of them, no more are read until half of them are done
 * @param connect how long the transport may take to connect, TLS included
 * @param call how long an answer may take, after which the connection ends; a server that composes a large replica is
 *     silent for many seconds
 * @param probe after so long without a byte from the server it is sent an echo; zero for never. As long again without
 *     an answer ends the connection ({@code ovsdb-server(7)}, "inactivity probes")
 */
public record Limits(int messageBytes, int depth, int backlog, Duration connect, Duration call, Duration probe) {

    public static final Limits DEFAULT =
            new Limits(256 << 20, 64, 1_000, Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(5));
}
