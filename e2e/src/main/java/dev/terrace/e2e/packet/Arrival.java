package dev.terrace.e2e.packet;

import dev.terrace.e2e.node.Seen;

/** What became of a packet. */
public record Arrival(Packet packet, Seen seen) {

    /** Whether it is what the table expects. */
    public boolean asExpected() {
        return seen.is(packet.line().allowed());
    }
}
