package dev.terrace.e2e.bench.graph;

import dev.terrace.core.model.Direction;
import dev.terrace.core.model.NamespaceFact;
import dev.terrace.core.model.NamespaceScope;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.Rule;
import dev.terrace.e2e.synthetic.SyntheticCluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What becomes of a pod event without an index of selectors, as OVN-Kubernetes' controller of AdminNetworkPolicies does
 * it: every policy is asked whether it selected the pod before or selects it now; those that say yes look for all their
 * pods again, selector by selector, in the namespaces that match. The pods are held by namespace, as in a lister.
 *
 * <p>It stops where the pods are found: no rows are made of them, none are compared.
 */
final class Relisting {

    private final Map<String, NamespaceFact> namespaces = new LinkedHashMap<>();
    private final Map<String, Map<PodKey, PodFact>> podsByNamespace = new HashMap<>();
    private final List<List<PodSelection>> policies = new ArrayList<>();

    Relisting(SyntheticCluster cluster) {
        cluster.namespaces().forEach(namespace -> namespaces.put(namespace.name(), namespace));
        cluster.pods().forEach(this::put);
        cluster.policies().forEach(policy -> policies.add(selections(policy)));
    }

    private static List<PodSelection> selections(Policy policy) {
        List<PodSelection> selections = new ArrayList<>(List.of(policy.subject()));
        for (Direction direction : Direction.values()) {
            for (Rule rule : policy.rules(direction)) {
                for (Peer peer : rule.peers()) {
                    if (peer instanceof Peer.Pods(PodSelection selection)) {
                        selections.add(selection);
                    }
                }
            }
        }
        return selections;
    }

    private PodFact put(PodFact pod) {
        PodFact before = podsByNamespace
                .computeIfAbsent(pod.key().namespace(), name -> new LinkedHashMap<>())
                .put(pod.key(), pod);
        return before == null ? pod : before;
    }

    /** Takes the event in; the policies that it concerns, by their selections. */
    List<List<PodSelection>> concerned(PodFact pod) {
        PodFact before = put(pod);
        NamespaceFact namespace = namespace(pod.key().namespace());
        List<List<PodSelection>> concerned = new ArrayList<>();
        for (List<PodSelection> policy : policies) {
            for (PodSelection selection : policy) {
                if (selection.selects(before, namespace) || selection.selects(pod, namespace)) {
                    concerned.add(policy);
                    break;
                }
            }
        }
        return concerned;
    }

    /** Looks for all pods of these policies; how many there are. */
    long list(List<List<PodSelection>> concerned) {
        long found = 0;
        for (List<PodSelection> policy : concerned) {
            for (PodSelection selection : policy) {
                found += list(selection).size();
            }
        }
        return found;
    }

    private List<PodFact> list(PodSelection selection) {
        List<PodFact> found = new ArrayList<>();
        switch (selection.scope()) {
            case NamespaceScope.Own(String name) -> list(selection, namespace(name), found);
            case NamespaceScope.Matching(var labels) -> {
                for (NamespaceFact namespace : namespaces.values()) {
                    if (labels.matches(namespace.labels())) {
                        list(selection, namespace, found);
                    }
                }
            }
        }
        return found;
    }

    private void list(PodSelection selection, NamespaceFact namespace, List<PodFact> found) {
        for (PodFact pod :
                podsByNamespace.getOrDefault(namespace.name(), Map.of()).values()) {
            if (pod.selectable() && selection.pods().matches(pod.labels())) {
                found.add(pod);
            }
        }
    }

    private NamespaceFact namespace(String name) {
        return namespaces.getOrDefault(name, new NamespaceFact(name, Map.of()));
    }
}
