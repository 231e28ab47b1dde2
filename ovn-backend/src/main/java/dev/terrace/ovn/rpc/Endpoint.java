package dev.terrace.ovn.rpc;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a database server listens, in the words of {@code ovsdb(7)}, "Active connection methods". */
public sealed interface Endpoint {

    /** What a socket connects to; a host name is left to be resolved at each connect. */
    SocketAddress address();

    /** {@code tcp:HOST:PORT}. */
    record Tcp(String host, int port) implements Endpoint {
        public Tcp {
            check(host, port);
        }

        @Override
        public SocketAddress address() {
            return InetSocketAddress.createUnresolved(host, port);
        }

        @Override
        public String toString() {
            return "tcp:" + text(host, port);
        }
    }

    /** {@code ssl:HOST:PORT}. */
    record Ssl(String host, int port) implements Endpoint {
        public Ssl {
            check(host, port);
        }

        @Override
        public SocketAddress address() {
            return InetSocketAddress.createUnresolved(host, port);
        }

        @Override
        public String toString() {
            return "ssl:" + text(host, port);
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
     * Reads one endpoint or several with commas between them, the members of a cluster: {@code tcp:HOST[:PORT]} or
     * {@code ssl:HOST[:PORT]}, an IPv6 address in brackets, or {@code unix:PATH}.
     *
     * @throws IllegalArgumentException when {@code text} is anything else; its message is one line for a person
     */
    static List<Endpoint> parseAll(String text) {
        return Stream.of(text.split(",", -1))
                .map(String::strip)
                .map(Endpoint::parse)
                .toList();
    }

    /**
     * Reads one endpoint.
     *
     * @throws IllegalArgumentException as {@link #parseAll}
     */
    static Endpoint parse(String text) {
        if (text.startsWith("unix:") && text.length() > "unix:".length()) {
            try {
                return new Unix(Path.of(text.substring("unix:".length())));
            } catch (InvalidPathException e) {
                throw notAnEndpoint(text, e);
            }
        }
        Matcher remote = Pattern.compile("(tcp|ssl):(?:\\[([0-9A-Fa-f:.]+)]|([^:\\[\\]\\s]+))(?::(\\d{1,5}))?")
                .matcher(text);
        if (!remote.matches()) {
            throw notAnEndpoint(text, null);
        }
        String host = remote.group(2) != null ? remote.group(2) : remote.group(3);
        int port = remote.group(4) != null ? Integer.parseInt(remote.group(4)) : DEFAULT_PORT;
        try {
            return remote.group(1).equals("tcp") ? new Tcp(host, port) : new Ssl(host, port);
        } catch (IllegalArgumentException e) {
            throw notAnEndpoint(text, e);
        }
    }

    private static void check(String host, int port) {
        if (host.isEmpty() || port < 1 || port > 65535) {
            throw new IllegalArgumentException("not a host and a port: " + host + ":" + port);
        }
    }

    private static String text(String host, int port) {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    private static IllegalArgumentException notAnEndpoint(String text, @Nullable Exception e) {
        return new IllegalArgumentException(
                "not a Northbound endpoint: \"" + text + "\" (expected tcp:HOST:PORT, ssl:HOST:PORT or unix:PATH)", e);
    }
}
