package dev.terrace.e2e.bench.scale;

import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.model.PodFact;
import dev.terrace.e2e.node.OvnNode;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The logical switch ports of pods, as OVN-Kubernetes would have made them: a switch for each node. */
final class LogicalPorts {

    private static final int INTERFACES_AT_ONCE = 100;

    private LogicalPorts() {}

    /** Makes the ports of these pods. */
    static void create(PlainClient client, Collection<PodFact> pods) throws IOException {
        Map<String, List<PodFact>> byNode = pods.stream()
                .collect(Collectors.groupingBy(pod -> String.valueOf(pod.node()), TreeMap::new, Collectors.toList()));
        for (Map.Entry<String, List<PodFact>> onNode : byNode.entrySet()) {
            client.commit(PlainClient.transaction(switchWith(onNode.getKey(), onNode.getValue())));
        }
    }

    private static String switchWith(String name, List<PodFact> pods) {
        StringJoiner operations = new StringJoiner(",");
        StringJoiner ports = new StringJoiner(",", "[\"set\",[", "]]");
        for (int i = 0; i < pods.size(); i++) {
            ports.add("[\"named-uuid\",\"port" + i + "\"]");
            operations.add("""
                    {"op":"insert","table":"Logical_Switch_Port","uuid-name":"port%d","row":{"name":"%s","addresses":"%s %s",\
                    "external_ids":["map",[["namespace","%s"],["pod","true"]]]}}\
                    """.formatted(
                            i,
                            LogicalPort.of(pods.get(i).key()),
                            mac(pods.get(i)),
                            pods.get(i).addresses().getFirst(),
                            pods.get(i).key().namespace()));
        }
        operations.add("""
                {"op":"insert","table":"Logical_Switch","row":{"name":"%s","ports":%s}}""".formatted(name, ports));
        return operations.toString();
    }

    private static String mac(PodFact pod) {
        String[] parts = pod.addresses().getFirst().toString().split("\\.", -1);
        return "0a:58:%02x:%02x:%02x:%02x"
                .formatted(
                        Integer.parseInt(parts[0]),
                        Integer.parseInt(parts[1]),
                        Integer.parseInt(parts[2]),
                        Integer.parseInt(parts[3]));
    }

    /**
     * Has the node claim the ports of these pods, each by an interface that leads nowhere, and waits until it is done.
     */
    static void claim(OvnNode node, List<PodFact> pods) {
        for (int first = 0; first < pods.size(); first += INTERFACES_AT_ONCE) {
            StringBuilder command = new StringBuilder("ovs-vsctl --no-wait");
            for (int i = first; i < Math.min(pods.size(), first + INTERFACES_AT_ONCE); i++) {
                command.append(
                        " -- add-port br-int p%d -- set interface p%d type=patch options:peer=q%d external_ids:iface-id=%s"
                                .formatted(i, i, i, LogicalPort.of(pods.get(i).key())));
            }
            node.script(command.append('\n').toString());
        }
        node.sync();
    }
}
