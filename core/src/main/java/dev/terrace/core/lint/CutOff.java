package dev.terrace.core.lint;

import dev.terrace.core.model.Direction;
import dev.terrace.core.model.EndpointSliceFact;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.NodeFact;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.model.ServiceKey;
import dev.terrace.core.space.World;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.Decider;
import dev.terrace.core.verdict.ReferenceEvaluator;
import dev.terrace.core.verdict.SideVerdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Pods that a policy cuts off from what nearly every pod needs: names, and the probes of its own node. */
final class CutOff {

    private static final int DNS = 53;

    private final World world;
    private final ReferenceEvaluator evaluator;
    private final ReferenceEvaluator withoutPlatform;
    private final List<PodFact> pods;
    private final List<Finding> findings = new ArrayList<>();

    /** Who denies, where. */
    private record Denial(LintRule rule, PolicyKey policy, String path) {}

    /** All that policies and DNS can tell of a pod that asks. */
    private record Asking(String namespace, Map<String, String> labels) {}

    CutOff(World world) {
        this.world = world;
        evaluator = new ReferenceEvaluator(world.facts(), world.platform(), world.order());
        withoutPlatform = new ReferenceEvaluator(world.facts(), new Platform(false), world.order());
        pods = world.facts().pods().values().stream()
                .filter(PodFact::selectable)
                .sorted(Comparator.comparing(PodFact::key))
                .toList();
    }

    List<Finding> findings() {
        names();
        probes();
        return findings;
    }

    private void names() {
        Map<IpAddress, @Nullable PodFact> servers = new LinkedHashMap<>();
        world.facts().endpointSlices().values().stream()
                .filter(slice -> slice.service().equals(ServiceKey.CLUSTER_DNS))
                .map(EndpointSliceFact::addresses)
                .flatMap(addresses -> addresses.stream().sorted())
                .forEach(address -> servers.put(address, podAt(address)));
        Map<Asking, List<PodFact>> alike = new LinkedHashMap<>();
        pods.forEach(
                pod -> alike.computeIfAbsent(new Asking(pod.key().namespace(), pod.labels()), _ -> new ArrayList<>())
                        .add(pod));
        SortedMap<String, Denied> denied = new TreeMap<>();
        alike.values().forEach(group -> {
            Denial denial = namesDenied(group.getFirst(), servers);
            if (denial != null) {
                denied.computeIfAbsent(denial.toString(), _ -> new Denied(denial))
                        .pods
                        .addAll(group);
            }
        });
        denied.values()
                .forEach(it -> findings.add(it.finding("keeps " + Lint.pods(it.pods) + " from the cluster's DNS")));
    }

    private @Nullable PodFact podAt(IpAddress address) {
        return pods.stream()
                .filter(pod -> pod.addresses().contains(address))
                .findFirst()
                .orElse(null);
    }

    private @Nullable Denial namesDenied(PodFact pod, Map<IpAddress, @Nullable PodFact> servers) {
        Denial denial = null;
        for (Map.Entry<IpAddress, @Nullable PodFact> server : servers.entrySet()) {
            IpAddress own = own(pod, server.getKey());
            if (own == null || pod.equals(server.getValue())) {
                continue;
            }
            denial = denial(
                    LintRule.EGRESS_WITHOUT_DNS,
                    Direction.EGRESS,
                    evaluator
                            .judge(new Connection(own, server.getKey(), pod, server.getValue(), Protocol.UDP, DNS))
                            .egress());
            if (denial == null) {
                // One server that answers is enough.
                return null;
            }
        }
        return denial;
    }

    private static @Nullable IpAddress own(PodFact pod, IpAddress other) {
        return pod.addresses().stream()
                .filter(address -> address.family() == other.family())
                .findFirst()
                .orElse(null);
    }

    private void probes() {
        SortedMap<String, Denied> denied = new TreeMap<>();
        for (PodFact pod : pods) {
            NodeFact node = pod.node() == null ? null : world.facts().nodes().get(pod.node());
            if (node == null) {
                continue;
            }
            for (IpAddress from : node.addresses()) {
                IpAddress to = own(pod, from);
                if (to == null) {
                    continue;
                }
                for (int port : pod.probePorts().stream().sorted().toList()) {
                    Denial denial = probeDenied(new Connection(from, to, null, pod, Protocol.TCP, port));
                    if (denial != null) {
                        denied.computeIfAbsent(denial.toString(), _ -> new Denied(denial))
                                .pods
                                .add(pod);
                    }
                }
            }
        }
        denied.values()
                .forEach(it -> findings.add(it.finding("denies the kubelet's probes of " + Lint.pods(it.pods)
                        + (it.denial.rule() == LintRule.PROBES_BY_PLATFORM
                                ? " which only the built-in rule kubelet-probes lets in"
                                : ""))));
    }

    private @Nullable Denial probeDenied(Connection probe) {
        Denial denial = denial(
                LintRule.INGRESS_WITHOUT_PROBES,
                Direction.INGRESS,
                evaluator.judge(probe).ingress());
        return denial != null || !world.platform().kubeletProbes()
                ? denial
                : denial(
                        LintRule.PROBES_BY_PLATFORM,
                        Direction.INGRESS,
                        withoutPlatform.judge(probe).ingress());
    }

    private static @Nullable Denial denial(LintRule rule, Direction direction, SideVerdict side) {
        if (side.allows() || !(side instanceof SideVerdict.Judged judged)) {
            return null;
        }
        return switch (judged.walk().getLast().decider()) {
            case Decider.ByRule(var policy, int index, String _) ->
                new Denial(rule, policy, Finding.ofRule(direction, index));
            case Decider.ByIsolation(var policy) -> new Denial(rule, policy, "spec.policyTypes");
            case Decider.ByBuiltIn _ -> null;
            case null -> null;
        };
    }

    /** A denial and all pods that it is about. */
    private static final class Denied {

        private final Denial denial;
        private final Set<PodFact> pods = new LinkedHashSet<>();

        Denied(Denial denial) {
            this.denial = denial;
        }

        Finding finding(String message) {
            return new Finding(denial.rule(), denial.policy(), denial.path(), message);
        }
    }
}
