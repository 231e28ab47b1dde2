package dev.terrace.e2e.cluster;

import dev.terrace.e2e.node.OvnNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Packets to and from a pod from the moment on in which its network namespace is there ({@code first-packets}). */
final class EarlyPackets {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final OvnNode node;

    /**
     * A flow between the pod and somebody on the same switch.
     *
     * @param name what its packets are reported under
     * @param peer the network namespace of the other end
     * @param address the other end's
     * @param out whether the pod sends
     */
    record Leg(String name, String peer, String address, boolean out) {}

    /**
     * What was seen, in milliseconds of the clock.
     *
     * @param installed when ovn-controller had installed the port
     * @param arrived when packets of a flow arrived, by the flow's name
     */
    record Report(double installed, Map<String, List<Double>> arrived) {}

    EarlyPackets(OvnNode node, Path resources) {
        this.node = node;
        try {
            node.script("cat >/usr/local/bin/first-packets <<'END'\n"
                    + Files.readString(resources.resolve("first-packets"))
                    + "END\nchmod +x /usr/local/bin/first-packets\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins, once for each name of a port; returns when all is ready but the pod. */
    void begin(String port, List<Leg> legs) {
        List<Map<String, Object>> flows = new ArrayList<>();
        for (Leg leg : legs) {
            flows.add(Map.of("name", leg.name(), "peer", leg.peer(), "address", leg.address(), "out", leg.out()));
        }
        String out = out(port);
        node.script("first-packets <<'END' >%1$s 2>&1 &\n%2$s\nEND\nuntil grep -qs . %1$s; do sleep 0.02; done\n"
                .formatted(out, JSON.writeValueAsString(Map.of("pod", port, "until", out + ".end", "flows", flows))));
    }

    private static String out(String port) {
        return "/tmp/" + port;
    }

    /** Ends half a second later. */
    Report end(String port) {
        String seen = node.script(
                "sleep 0.5; touch %1$s.end; for _ in $(seq 600); do [ $(wc -l <%1$s) -lt 2 ] || break; sleep 0.05; done; tail -n +2 %1$s\n"
                        .formatted(out(port)));
        if (!seen.startsWith("{")) {
            throw new IllegalStateException(seen);
        }
        JsonNode report = JSON.readTree(seen);
        Map<String, List<Double>> arrived = new HashMap<>();
        report.get("arrived").properties().forEach(flow -> {
            List<Double> packets = new ArrayList<>();
            flow.getValue().forEach(at -> packets.add(at.asDouble()));
            arrived.put(flow.getKey(), packets);
        });
        return new Report(report.get("installed").asDouble(), arrived);
    }
}
