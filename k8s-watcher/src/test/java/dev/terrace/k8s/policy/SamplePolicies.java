package dev.terrace.k8s.policy;

import dev.terrace.core.model.Direction;
import dev.terrace.core.model.PolicyKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Makes policies as people write them, from a seed: trees in which every key is known and every value is right, in the
 * alphabet of {@code SampleClusters}. The trees may be changed.
 */
public final class SamplePolicies {

    private static final List<Integer> PORTS = List.of(53, 80, 443, 8080, 8081);

    private static final List<String> CIDRS = List.of(
            "0.0.0.0/0", "10.0.0.0/8", "10.244.1.0/24", "192.168.0.0/24", "203.0.113.0/24", "::/0", "fd00:1::/64");

    private final Random random;

    private SamplePolicies(long seed) {
        random = new Random(seed);
    }

    public static Map<String, Object> of(PolicyKind kind, long seed) {
        return new SamplePolicies(seed).policy(kind);
    }

    private Map<String, Object> policy(PolicyKind kind) {
        String apiVersion = switch (kind) {
            case CLUSTER_NETWORK_POLICY -> "policy.networking.k8s.io/v1alpha2";
            case ADMIN_NETWORK_POLICY, BASELINE_ADMIN_NETWORK_POLICY -> "policy.networking.k8s.io/v1alpha1";
            case DEVELOPER_NETWORK_POLICY -> "policy.terrace.dev/v1alpha1";
            case NETWORK_POLICY -> "networking.k8s.io/v1";
        };
        String name = kind == PolicyKind.BASELINE_ADMIN_NETWORK_POLICY ? "default" : "tried";
        return map(
                "apiVersion",
                apiVersion,
                "kind",
                kind.kind(),
                "metadata",
                map("name", name, "namespace", pick(List.of("a", "b"))),
                "spec",
                kind == PolicyKind.NETWORK_POLICY ? networkPolicy() : withActions(kind));
    }

    private Map<String, Object> withActions(PolicyKind kind) {
        Map<String, Object> spec = new LinkedHashMap<>();
        if (kind == PolicyKind.CLUSTER_NETWORK_POLICY) {
            spec.put("tier", pick(List.of("Admin", "Baseline")));
        }
        if (kind != PolicyKind.BASELINE_ADMIN_NETWORK_POLICY) {
            spec.put("priority", random.nextInt(4));
        }
        spec.put("subject", subject(kind));
        for (Direction direction : Direction.values()) {
            if (!oneIn(3)) {
                spec.put(list(direction), several(0, 3, () -> rule(kind, direction)));
            }
        }
        return spec;
    }

    private static String list(Direction direction) {
        return switch (direction) {
            case INGRESS -> "ingress";
            case EGRESS -> "egress";
        };
    }

    private Map<String, Object> subject(PolicyKind kind) {
        return switch (kind) {
            case DEVELOPER_NETWORK_POLICY -> map("pods", map("podSelector", selector()));
            default -> oneIn(2) ? map("namespaces", selector()) : map("pods", pods());
        };
    }

    private Map<String, Object> rule(PolicyKind kind, Direction direction) {
        Map<String, Object> rule = new LinkedHashMap<>();
        if (oneIn(2)) {
            rule.put("name", "a-rule");
        }
        rule.put("action", action(kind));
        boolean named = oneIn(4);
        String peers = switch (direction) {
            case INGRESS -> "from";
            case EGRESS -> "to";
        };
        rule.put(peers, several(1, 2, () -> named ? map("namespaces", selector()) : peer(kind, direction)));
        boolean old = kind == PolicyKind.ADMIN_NETWORK_POLICY || kind == PolicyKind.BASELINE_ADMIN_NETWORK_POLICY;
        if (named) {
            rule.put(
                    old ? "ports" : "protocols",
                    several(1, 1, () -> map(old ? "namedPort" : "destinationNamedPort", pick(List.of("http", "dns")))));
        } else if (oneIn(2)) {
            rule.put(old ? "ports" : "protocols", several(1, 2, old ? this::port : this::protocol));
        }
        return rule;
    }

    private String action(PolicyKind kind) {
        return switch (kind) {
            case ADMIN_NETWORK_POLICY -> pick(List.of("Allow", "Deny", "Pass"));
            case BASELINE_ADMIN_NETWORK_POLICY -> pick(List.of("Allow", "Deny"));
            default -> pick(List.of("Accept", "Deny", "Pass"));
        };
    }

    private Map<String, Object> peer(PolicyKind kind, Direction direction) {
        boolean developer = kind == PolicyKind.DEVELOPER_NETWORK_POLICY;
        return switch (random.nextInt(5)) {
            case 0 -> map("pods", pods());
            case 1 -> developer ? map("localPods", map("podSelector", selector())) : map("namespaces", selector());
            case 2 ->
                developer
                        ? map("wellKnown", pick(wellKnown(direction)))
                        : direction == Direction.EGRESS ? map("nodes", selector()) : map("namespaces", selector());
            case 3 ->
                developer || direction == Direction.EGRESS
                        ? map("networks", several(1, 2, () -> pick(CIDRS)))
                        : map("pods", pods());
            default -> map("namespaces", selector());
        };
    }

    private static List<String> wellKnown(Direction direction) {
        return switch (direction) {
            case INGRESS -> List.of("All", "KubeletProbes");
            case EGRESS -> List.of("All", "ClusterDNS", "KubeAPIServer");
        };
    }

    private Map<String, Object> protocol() {
        Map<String, Object> port = oneIn(3) ? map("range", range()) : map("number", pick(PORTS));
        return map(pick(List.of("tcp", "udp", "sctp")), map("destinationPort", port));
    }

    private Map<String, Object> port() {
        Map<String, Object> port = oneIn(3) ? range() : map("port", pick(PORTS));
        String member = port.containsKey("start") ? "portRange" : "portNumber";
        if (!oneIn(3)) {
            port.put("protocol", pick(List.of("TCP", "UDP", "SCTP")));
        }
        return map(member, port);
    }

    private Map<String, Object> range() {
        int start = pick(PORTS);
        return map("start", start, "end", start + random.nextInt(500));
    }

    private Map<String, Object> networkPolicy() {
        Map<String, Object> spec = map("podSelector", selector());
        if (oneIn(2)) {
            spec.put("policyTypes", pick(List.of(list("Ingress"), list("Egress"), list("Ingress", "Egress"))));
        }
        for (Direction direction : Direction.values()) {
            if (!oneIn(3)) {
                spec.put(list(direction), several(0, 2, () -> networkPolicyRule(direction)));
            }
        }
        return spec;
    }

    private Map<String, Object> networkPolicyRule(Direction direction) {
        Map<String, Object> rule = new LinkedHashMap<>();
        if (!oneIn(4)) {
            String peers = direction == Direction.INGRESS ? "from" : "to";
            rule.put(peers, several(1, 2, this::networkPolicyPeer));
        }
        if (oneIn(2)) {
            rule.put("ports", several(1, 2, this::networkPolicyPort));
        }
        return rule;
    }

    private Map<String, Object> networkPolicyPeer() {
        return switch (random.nextInt(4)) {
            case 0 -> map("ipBlock", map("cidr", "10.0.0.0/8", "except", list("10.244.1.0/24")));
            case 1 -> map("podSelector", selector());
            case 2 -> map("namespaceSelector", selector());
            default -> map("namespaceSelector", selector(), "podSelector", selector());
        };
    }

    private Map<String, Object> networkPolicyPort() {
        Map<String, Object> port = new LinkedHashMap<>();
        if (oneIn(2)) {
            port.put("protocol", pick(List.of("TCP", "UDP", "SCTP")));
        }
        int number = pick(PORTS);
        switch (random.nextInt(4)) {
            case 0 -> port.put("port", "http");
            case 1 -> {
                port.put("port", number);
                port.put("endPort", number + 100);
            }
            case 2 -> port.put("port", number);
            default -> {}
        }
        return port;
    }

    private Map<String, Object> pods() {
        return map("namespaceSelector", selector(), "podSelector", selector());
    }

    private Map<String, Object> selector() {
        String key = pick(List.of("app", "tier"));
        return switch (random.nextInt(5)) {
            case 0 -> map("matchLabels", map(key, pick(List.of("x", "y"))));
            case 1 ->
                map(
                        "matchExpressions",
                        list(map("key", key, "operator", pick(List.of("In", "NotIn")), "values", list("x"))));
            case 2 ->
                map("matchExpressions", list(map("key", key, "operator", pick(List.of("Exists", "DoesNotExist")))));
            default -> map();
        };
    }

    private <T> List<Object> several(int least, int most, Supplier<T> one) {
        return new ArrayList<>(IntStream.range(0, least + random.nextInt(most - least + 1))
                .mapToObj(i -> (Object) one.get())
                .toList());
    }

    private static List<Object> list(Object... elements) {
        return new ArrayList<>(List.of(elements));
    }

    private static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
