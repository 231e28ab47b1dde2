package dev.terrace.core.model;

/**
 * An inclusive range of port numbers, 1..65535.
 *
 * @param start the first port
 * @param end the last port, not below {@code start}
 */
public record PortRange(int start, int end) implements Comparable<PortRange> {

    private static final int MAX_PORT = 65535;

    public PortRange {
        if (start < 1 || end > MAX_PORT || start > end) {
            throw new IllegalArgumentException("not a range of ports: " + start + ".." + end);
        }
    }

    public static PortRange of(int port) {
        return new PortRange(port, port);
    }

    public boolean contains(int port) {
        return start <= port && port <= end;
    }

    @Override
    public int compareTo(PortRange other) {
        return start != other.start ? Integer.compare(start, other.start) : Integer.compare(end, other.end);
    }
}
