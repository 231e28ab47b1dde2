package dev.terrace.core.ovnkubernetes;

import dev.terrace.core.model.Protocol;

/**
 * What a pod that lives in a user-defined network takes from everybody in the cluster's.
 *
 * @param port of the pod; 0 for ICMP
 */
public record OpenPort(Protocol protocol, int port) {

    String match() {
        return protocol == Protocol.ICMP ? "icmp" : protocol.word() + ".dst == " + port;
    }
}
