package dev.terrace.k8s.object;

import dev.terrace.core.model.ContainerPort;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.PodNetwork;
import dev.terrace.core.model.Protocol;
import dev.terrace.k8s.tree.Annotation;
import dev.terrace.k8s.tree.Cursor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a Pod. One that is being deleted still counts: it answers until it has finished. */
final class PodForm {

    /** Where OVN-Kubernetes writes a pod's addresses, before the kubelet reports them in the status. */
    private static final String POD_NETWORKS = "k8s.ovn.org/pod-networks";

    private static final String DEFAULT_NETWORK = "default";
    private static final String PRIMARY = "primary";
    private static final String LOCKED = "infrastructure-locked";

    private static final Set<String> FINISHED = Set.of("Succeeded", "Failed");
    private static final List<String> PROBES = List.of("livenessProbe", "readinessProbe", "startupProbe");
    private static final int MAX_PORT = 65535;

    private PodForm() {}

    /** @param doubts are told what is malformed and not used */
    static PodFact read(PodKey key, Cursor metadata, Cursor pod, List<String> doubts) {
        Cursor spec = pod.get("spec");
        Cursor status = pod.get("status");
        String phase = status.get("phase").text();
        String node = spec.get("nodeName").text();
        Set<ContainerPort> namedPorts = new HashSet<>();
        Set<Integer> probePorts = new HashSet<>();
        running(spec).forEach(container -> {
            Map<String, Integer> numbers = new HashMap<>();
            for (ContainerPort port : namedPorts(container)) {
                namedPorts.add(port);
                numbers.putIfAbsent(port.name(), port.number());
            }
            for (String probe : PROBES) {
                Integer port = probePort(container.get(probe), numbers);
                if (port != null) {
                    probePorts.add(port);
                }
            }
        });
        Annotation networks = Annotation.of(metadata, POD_NETWORKS);
        boolean userDefined = isUserDefined(networks.content());
        List<IpAddress> addresses = addresses(networks, status);
        networks.confess(doubts, "the addresses of the status count");
        return new PodFact(
                key,
                ObjectDecoder.labels(metadata),
                node == null ? null : ObjectDecoder.shared(node),
                addresses,
                Boolean.TRUE.equals(spec.get("hostNetwork").flag())
                        ? PodNetwork.HOST
                        : userDefined ? PodNetwork.USER_DEFINED : PodNetwork.CLUSTER,
                phase != null && FINISHED.contains(phase),
                namedPorts,
                probePorts);
    }

    /** The containers that live as long as the pod: its containers, and init containers that are sidecars. */
    private static Stream<Cursor> running(Cursor spec) {
        Stream<Cursor> sidecars = spec.get("initContainers").elements().stream()
                .filter(container ->
                        "Always".equals(container.get("restartPolicy").text()));
        return Stream.concat(spec.get("containers").elements().stream(), sidecars);
    }

    private static List<ContainerPort> namedPorts(Cursor container) {
        List<ContainerPort> named = new ArrayList<>();
        for (Cursor port : container.get("ports").elements()) {
            String name = port.get("name").text();
            if (name == null || name.isEmpty()) {
                continue;
            }
            Integer number = port.require("containerPort").wholeNumber(1, MAX_PORT);
            Protocol protocol = protocol(port.get("protocol"));
            if (number != null && protocol != null) {
                named.add(new ContainerPort(ObjectDecoder.shared(name), protocol, number));
            }
        }
        return named;
    }

    private static @Nullable Protocol protocol(Cursor cursor) {
        String word = cursor.text();
        return switch (word) {
            case null -> Protocol.TCP;
            case "TCP" -> Protocol.TCP;
            case "UDP" -> Protocol.UDP;
            case "SCTP" -> Protocol.SCTP;
            default -> {
                cursor.invalid("must be TCP, UDP or SCTP, not " + word);
                yield null;
            }
        };
    }

    /** The port that a probe asks on the pod's own address ({@code Probe}); null where it asks none or elsewhere. */
    private static @Nullable Integer probePort(Cursor probe, Map<String, Integer> numbers) {
        Integer port = actionPort(probe.get("httpGet"), numbers);
        if (port == null) {
            port = actionPort(probe.get("tcpSocket"), numbers);
        }
        return port != null ? port : probe.get("grpc").get("port").wholeNumber(1, MAX_PORT);
    }

    private static @Nullable Integer actionPort(Cursor action, Map<String, Integer> numbers) {
        String host = action.get("host").text();
        Cursor port = action.get("port");
        if (host != null && !host.isEmpty()) {
            return null;
        }
        if (!port.isText()) {
            return port.wholeNumber(1, MAX_PORT);
        }
        String name = port.text();
        Integer number = numbers.get(name);
        return number != null ? number : numeral(name);
    }

    /** The kubelet takes a name that no port has for a number; if it is none either, the probe asks nothing. */
    private static @Nullable Integer numeral(@Nullable String name) {
        if (name == null || !name.matches("\\d{1,5}")) {
            return null;
        }
        int number = Integer.parseInt(name);
        return number >= 1 && number <= MAX_PORT ? number : null;
    }

    /** Whether another network than the default one is the pod's primary one; the default one is locked then. */
    private static boolean isUserDefined(Cursor networks) {
        return networks.members().entrySet().stream().anyMatch(network -> {
            String role = network.getValue().get("role").text();
            return network.getKey().equals(DEFAULT_NETWORK) ? LOCKED.equals(role) : PRIMARY.equals(role);
        });
    }

    private static List<IpAddress> addresses(Annotation networks, Cursor status) {
        List<IpAddress> annotated = new ArrayList<>();
        for (Cursor entry :
                networks.content().get(DEFAULT_NETWORK).get("ip_addresses").elements()) {
            add(annotated, Annotation.host(entry));
        }
        if (networks.understood() && !annotated.isEmpty()) {
            return annotated;
        }
        List<IpAddress> addresses = new ArrayList<>();
        for (Cursor entry : status.get("podIPs").elements()) {
            add(addresses, ObjectDecoder.address(entry.get("ip")));
        }
        if (addresses.isEmpty()) {
            add(addresses, ObjectDecoder.address(status.get("podIP")));
        }
        return addresses;
    }

    private static void add(List<IpAddress> addresses, @Nullable IpAddress address) {
        if (address != null) {
            addresses.add(address);
        }
    }
}
