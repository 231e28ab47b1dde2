package dev.terrace.k8s.object;

import dev.terrace.core.model.ContainerPort;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.Protocol;
import dev.terrace.k8s.tree.Cursor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads a Pod. One that is being deleted still counts: it answers until it has finished. */
final class PodForm {

    /** Where OVN-Kubernetes writes a pod's addresses, before the kubelet reports them in the status. */
    private static final String POD_NETWORKS = "k8s.ovn.org/pod-networks";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> FINISHED = Set.of("Succeeded", "Failed");
    private static final List<String> PROBES = List.of("livenessProbe", "readinessProbe", "startupProbe");
    private static final int MAX_PORT = 65535;

    private PodForm() {}

    static PodFact read(PodKey key, Cursor metadata, Cursor pod) {
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
        return new PodFact(
                key,
                ObjectDecoder.labels(metadata),
                node == null ? null : ObjectDecoder.shared(node),
                addresses(metadata.get("annotations").get(POD_NETWORKS), status),
                Boolean.TRUE.equals(spec.get("hostNetwork").flag()),
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

    private static List<IpAddress> addresses(Cursor annotation, Cursor status) {
        String networks = annotation.text();
        List<IpAddress> annotated = networks == null ? List.of() : annotated(annotation, networks);
        if (!annotated.isEmpty()) {
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

    private static List<IpAddress> annotated(Cursor annotation, String json) {
        Object networks;
        try {
            networks = JSON.readValue(json, Object.class);
        } catch (JacksonException broken) {
            annotation.invalid("must be JSON");
            return List.of();
        }
        List<IpAddress> addresses = new ArrayList<>();
        for (Cursor entry :
                annotation.inside(networks).get("default").get("ip_addresses").elements()) {
            String text = entry.text();
            if (text != null) {
                add(addresses, host(entry, text));
            }
        }
        return addresses;
    }

    /** The address in {@code address/length}, where the length is that of the node's subnet. */
    private static @Nullable IpAddress host(Cursor entry, String text) {
        try {
            IpPrefix.parse(text);
            return IpAddress.parse(text.substring(0, text.indexOf('/')));
        } catch (IllegalArgumentException notAnAddress) {
            entry.invalid("must be an IP address with its prefix length, not " + text);
            return null;
        }
    }

    private static void add(List<IpAddress> addresses, @Nullable IpAddress address) {
        if (address != null) {
            addresses.add(address);
        }
    }
}
