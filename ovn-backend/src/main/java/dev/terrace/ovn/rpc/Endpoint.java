package dev.terrace.ovn.rpc;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a database server listens, in the words of {@code ovsdb(7)}, "Active connection methods". */
public sealed interface Endpoint {

    /** What a socket connects to; a host name is left to be resolved at each connect. */
    SocketAddress address();

    /** {@code tcp:HOST:PORT}. */
    record Tcp(String host, int port) implements Endpoint {
        public Tcp {
            if (host.isEmpty() || port < 1 || port > 65535) {
                throw new IllegalArgumentException("not a host and a port: " + host + ":" + port);
            }
        }

        @Override
        public SocketAddress address() {
            return InetSocketAddress.createUnresolved(host, port);
        }

        @Override
        public String toString() {
            return "tcp:" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }

    /** {@code unix:PATH}. */
    record Unix(Path path) implements Endpoint {
        @Override
        public SocketAddress address() {
            return UnixDomainSocketAddress.of(path);
        }

        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /** The port of the Northbound database where none is given, as {@code ovn-nbctl(8)} has it. */
    int DEFAULT_PORT = 6641;

    /**
     * Reads {@code tcp:HOST[:PORT]}, an IPv6 address in brackets, or {@code unix:PATH}.
     *
     * @throws IllegalArgumentException when {@code text} is anything else; its message is one line for a person
     */
    static Endpoint parse(String text) {
        if (text.startsWith("unix:") && text.length() > "unix:".length()) {
            try {
                return new Unix(Path.of(text.substring("unix:".length())));
            } catch (InvalidPathException e) {
                throw notAnEndpoint(text, e);
            }
        }
        Matcher tcp = Pattern.compile("tcp:(?:\\[([0-9A-Fa-f:.]+)]|([^:\\[\\]\\s]+))(?::(\\d{1,5}))?")
                .matcher(text);
        if (!tcp.matches()) {
            throw notAnEndpoint(text, null);
        }
        String bracketed = tcp.group(1);
        String port = tcp.group(3);
        try {
            return new Tcp(
                    bracketed != null ? bracketed : tcp.group(2), port != null ? Integer.parseInt(port) : DEFAULT_PORT);
        } catch (IllegalArgumentException e) {
            throw notAnEndpoint(text, e);
        }
    }

    private static IllegalArgumentException notAnEndpoint(String text, @Nullable Exception e) {
        return new IllegalArgumentException(
                "not a Northbound endpoint: \"" + text + "\" (expected tcp:HOST:PORT or unix:PATH)", e);
    }
}
