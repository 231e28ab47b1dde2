package dev.terrace.e2e.kind;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodNetwork;
import dev.terrace.core.model.Protocol;
import dev.terrace.e2e.example.Example;
import dev.terrace.e2e.packet.PacketLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The pods of a cluster of examples as pods that run: with the labels and the named ports that they have there, and
 * with a server on each port that a table names.
 */
final class PodManifests {

    /** Its pods are there already, and are others. */
    private static final String KUBE_SYSTEM = "kube-system";

    private static final String PEER = "peer";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SortedMap<String, PodFact> pods = new TreeMap<>();
    private final SortedMap<String, SortedSet<String>> served = new TreeMap<>();

    PodManifests(ClusterFacts facts, Collection<Example> examples) {
        for (PodFact pod : facts.pods().values()) {
            if (pod.network() == PodNetwork.CLUSTER && !pod.key().namespace().equals(KUBE_SYSTEM)) {
                pods.put(pod.key().toString(), pod);
            }
        }
        for (Example example : examples) {
            for (PacketLine line : example.packets()) {
                if (line.protocol() != Protocol.ICMP) {
                    served.computeIfAbsent(line.to(), _ -> new TreeSet<>())
                            .add(line.port() + "/" + line.protocol().word());
                }
            }
        }
    }

    /** Whether both ends of a line run here. */
    boolean holds(PacketLine line) {
        return pods.containsKey(line.from()) && pods.containsKey(line.to());
    }

    /** The namespaces of those that run here. */
    SortedSet<String> namespaces() {
        SortedSet<String> namespaces = new TreeSet<>();
        pods.values().forEach(pod -> namespaces.add(pod.key().namespace()));
        return namespaces;
    }

    /**
     * The manifests, with the servers' program.
     *
     * @param image has python3
     * @param program of both ends
     * @param nodes of the cluster: pods that were on one node are on one node here
     */
    String manifests(String image, Path program, List<String> nodes) {
        ObjectNode list = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "List");
        ArrayNode items = list.putArray("items");
        List<String> known = new ArrayList<>();
        for (String namespace : namespaces()) {
            ObjectNode map = items.addObject().put("apiVersion", "v1").put("kind", "ConfigMap");
            map.putObject("metadata").put("namespace", namespace).put("name", PEER);
            map.putObject("data").put("peer.py", read(program));
        }
        for (PodFact pod : pods.values()) {
            String node = String.valueOf(pod.node());
            if (!known.contains(node)) {
                known.add(node);
            }
            items.add(manifest(pod, image, nodes.get(known.indexOf(node) % nodes.size())));
        }
        return JSON.writeValueAsString(list);
    }

    private ObjectNode manifest(PodFact pod, String image, String node) {
        ObjectNode manifest = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
        ObjectNode metadata = manifest.putObject("metadata")
                .put("namespace", pod.key().namespace())
                .put("name", pod.key().name());
        metadata.set("labels", JSON.valueToTree(pod.labels()));
        ObjectNode spec = manifest.putObject("spec")
                .put("nodeName", node)
                .put("terminationGracePeriodSeconds", 0)
                .put("automountServiceAccountToken", false);
        ObjectNode container = spec.putArray("containers")
                .addObject()
                .put("name", PEER)
                .put("image", image)
                .put("imagePullPolicy", "Never");
        ArrayNode command = container
                .putArray("command")
                .add("python3")
                .add("/peer/peer.py")
                .add("serve");
        served.getOrDefault(pod.key().toString(), new TreeSet<>()).forEach(command::add);
        ArrayNode ports = container.putArray("ports");
        pod.namedPorts()
                .forEach(port -> ports.addObject()
                        .put("name", port.name())
                        .put("containerPort", port.number())
                        .put("protocol", port.protocol().name()));
        container.putArray("volumeMounts").addObject().put("name", PEER).put("mountPath", "/peer");
        spec.putArray("volumes").addObject().put("name", PEER).set("configMap", JSON.valueToTree(Map.of("name", PEER)));
        return manifest;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
