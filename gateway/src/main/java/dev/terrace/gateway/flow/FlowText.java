package dev.terrace.gateway.flow;

import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.model.ServiceKey;
import dev.terrace.core.verdict.FlowEnd;
import dev.terrace.gateway.Failure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A flow as a person types it: {@code b/y} and {@code a/x:80/tcp}. An end is {@code namespace/pod}, an address,
 * {@code node:NAME}, or where it is a destination {@code svc:namespace/name}; an IPv6 address before a port stands in
 * brackets. Without a protocol it is TCP; ICMP has no port: {@code a/x:icmp}.
 */
public final class FlowText {

    private static final int MAX_PORT = 65535;
    private static final String NODE = "node:";
    private static final String SERVICE = "svc:";
    private static final Pattern TARGET = Pattern.compile("(.+):(?:(\\d{1,5})(?:/([a-zA-Z]+))?|([a-zA-Z]+))");
    private static final Pattern PORT = Pattern.compile("(\\d{1,5})(?:/([a-zA-Z]+))?|([a-zA-Z]+)");

    private FlowText() {}

    /**
     * Where a flow goes.
     *
     * @param end to whom
     * @param traffic the protocol and port
     */
    public record Target(Destination end, PortText traffic) {}

    /** To whom a flow goes. */
    public sealed interface Destination {

        /** Somebody, before or after load balancing. */
        record Of(FlowEnd end) implements Destination {}

        /** Whoever stands behind a Service. */
        record Behind(ServiceKey service) implements Destination {}
    }

    /**
     * Protocol and port.
     *
     * @param protocol the protocol
     * @param port the destination port, 0 for ICMP
     */
    public record PortText(Protocol protocol, int port) {

        /** {@code 80/tcp}, or {@code icmp}. */
        @Override
        public String toString() {
            return protocol == Protocol.ICMP ? protocol.word() : port + "/" + protocol.word();
        }
    }

    /** @throws Failure when it is no end */
    public static FlowEnd source(String text) {
        if (text.startsWith(SERVICE)) {
            throw Failure.ofInput(text + ": a Service opens no connections, its pods do", null);
        }
        return end(text);
    }

    /** @throws Failure when it is no end with a port */
    public static Target target(String text) {
        Matcher matcher = TARGET.matcher(text);
        if (!matcher.matches()) {
            throw Failure.ofInput(text + ": a port is missing, as in " + text + ":80/tcp or " + text + ":icmp", null);
        }
        String end = matcher.group(1);
        return new Target(
                end.startsWith(SERVICE)
                        ? new Destination.Behind(service(end.substring(SERVICE.length())))
                        : new Destination.Of(end(end)),
                traffic(text, matcher.group(2), matcher.group(3), matcher.group(4)));
    }

    /**
     * Reads {@code 80/tcp}, {@code 80} or {@code icmp}.
     *
     * @throws Failure when it is none
     */
    public static PortText port(String text) {
        Matcher matcher = PORT.matcher(text);
        if (!matcher.matches()) {
            throw Failure.ofInput(text + ": no port, which looks like 80/tcp, 53/udp or icmp", null);
        }
        return traffic(text, matcher.group(1), matcher.group(2), matcher.group(3));
    }

    private static PortText traffic(
            String text, @Nullable String number, @Nullable String protocol, @Nullable String bare) {
        if (number == null) {
            if (Protocol.ICMP.word().equalsIgnoreCase(bare)) {
                return new PortText(Protocol.ICMP, 0);
            }
            throw Failure.ofInput(text + ": " + bare + " needs a port, as in 80/" + bare, null);
        }
        int port = Integer.parseInt(number);
        if (port < 1 || port > MAX_PORT) {
            throw Failure.ofInput(text + ": a port is 1.." + MAX_PORT, null);
        }
        return new PortText(protocol == null ? Protocol.TCP : transport(text, protocol), port);
    }

    private static Protocol transport(String text, String word) {
        for (Protocol protocol : Protocol.values()) {
            if (protocol.word().equalsIgnoreCase(word) && protocol != Protocol.ICMP) {
                return protocol;
            }
        }
        throw Failure.ofInput(text + ": " + word + " has no ports; tcp, udp and sctp have", null);
    }

    private static FlowEnd end(String text) {
        if (text.startsWith(NODE) && text.length() > NODE.length()) {
            return new FlowEnd.Node(text.substring(NODE.length()));
        }
        if (text.startsWith("[") && text.endsWith("]")) {
            return address(text.substring(1, text.length() - 1));
        }
        if (text.indexOf('/') >= 0) {
            return new FlowEnd.Pod(pod(text));
        }
        return address(text);
    }

    private static FlowEnd address(String text) {
        try {
            return new FlowEnd.Address(IpAddress.parse(text));
        } catch (IllegalArgumentException e) {
            throw Failure.ofInput(
                    text + ": neither namespace/pod nor an IP address nor node:NAME nor svc:namespace/name", e);
        }
    }

    /**
     * Reads {@code namespace/name}.
     *
     * @throws Failure when it is anything else
     */
    public static PodKey pod(String text) {
        int slash = named(text);
        return new PodKey(text.substring(0, slash), text.substring(slash + 1));
    }

    private static ServiceKey service(String text) {
        int slash = named(text);
        return new ServiceKey(text.substring(0, slash), text.substring(slash + 1));
    }

    private static int named(String text) {
        int slash = text.indexOf('/');
        if (slash < 1 || slash != text.lastIndexOf('/') || slash == text.length() - 1) {
            throw Failure.ofInput(text + ": namespace/name is needed", null);
        }
        return slash;
    }
}
