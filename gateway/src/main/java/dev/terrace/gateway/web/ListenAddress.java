package dev.terrace.gateway.web;

import java.net.InetSocketAddress;

/**
 * Where to listen.
 *
 * @param host an address or a name of this machine; empty for all of its addresses
 * @param port 0 for any that is free
 */
public record ListenAddress(String host, int port) {

    private static final int MAX_PORT = 65535;

    /**
     * Reads {@code HOST:PORT}; an IPv6 address stands in brackets, and without a host it is every address.
     *
     * @throws IllegalArgumentException when {@code text} is anything else
     */
    public static ListenAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        String port = text.substring(colon + 1);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (colon < 0
                || !port.matches("\\d{1,5}")
                || Integer.parseInt(port) > MAX_PORT
                || (host.contains(":") && !bracketed)) {
            throw new IllegalArgumentException("not an address to listen at: \"" + text + "\" (expected HOST:PORT)");
        }
        return new ListenAddress(bracketed ? host.substring(1, host.length() - 1) : host, Integer.parseInt(port));
    }

    InetSocketAddress toSocketAddress() {
        return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    }

    /** {@code HOST:PORT}. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
