package dev.terrace.gateway.report;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.space.AddressRange;
import dev.terrace.core.space.EndClass;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Ends in words, as few as a person needs: whole namespaces by their name, pods one by one where they are few. */
final class EndWords {

    private static final int SHOWN = 3;

    private final Map<String, Long> podsOfNamespace;

    EndWords(ClusterFacts facts) {
        podsOfNamespace = facts.pods().values().stream()
                .filter(PodFact::selectable)
                .collect(Collectors.groupingBy(pod -> pod.key().namespace(), Collectors.counting()));
    }

    String of(Collection<EndClass> classes) {
        SortedMap<String, Set<PodKey>> pods = new TreeMap<>();
        Set<String> addresses = new TreeSet<>();
        Set<String> elsewhere = new LinkedHashSet<>();
        for (EndClass ends : classes) {
            ends.known().forEach(end -> {
                if (end.pod() == null) {
                    addresses.add(end.address().toString());
                } else {
                    pods.computeIfAbsent(end.pod().namespace(), _ -> new TreeSet<>())
                            .add(end.pod());
                }
            });
            ends.elsewhere().forEach(range -> elsewhere.add(outside(range, ends.family())));
        }
        List<String> words = new ArrayList<>();
        List<String> whole = pods.entrySet().stream()
                .filter(namespace -> isWhole(namespace.getKey(), namespace.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        if (!whole.isEmpty()) {
            words.add(
                    whole.size() == podsOfNamespace.size() && whole.size() > 1
                            ? "all pods"
                            : (whole.size() == 1 ? "namespace " : "namespaces ") + few(whole));
        }
        pods.forEach((namespace, some) -> {
            if (!isWhole(namespace, some)) {
                words.add(
                        some.size() <= SHOWN
                                ? some.stream().map(PodKey::toString).collect(Collectors.joining(" "))
                                : some.size() + " of the " + podsOfNamespace.get(namespace) + " pods of " + namespace);
            }
        });
        if (!addresses.isEmpty()) {
            words.add(few(List.copyOf(addresses)));
        }
        if (!elsewhere.isEmpty()) {
            words.add(few(List.copyOf(elsewhere)));
        }
        return String.join(", ", words);
    }

    /** The ends one by one; a pod has one name, whatever its addresses. */
    static Set<String> names(Collection<EndClass> classes) {
        Set<String> names = new TreeSet<>();
        for (EndClass ends : classes) {
            ends.known().forEach(end -> names.add(end.toString()));
            ends.elsewhere().forEach(range -> names.add(range.toString()));
        }
        return names;
    }

    private boolean isWhole(String namespace, Collection<PodKey> pods) {
        return pods.size() > 1 && pods.size() == podsOfNamespace.getOrDefault(namespace, 0L);
    }

    private static String outside(AddressRange range, IpFamily family) {
        if (range.within() != null && !range.within().isWholeFamily()) {
            return "others in " + range.within();
        }
        return switch (family) {
            case IPV4 -> "any other IPv4 address";
            case IPV6 -> "any other IPv6 address";
        };
    }

    private static String few(List<String> names) {
        return names.size() <= SHOWN + 1
                ? String.join(" ", names)
                : String.join(" ", names.subList(0, SHOWN)) + " and " + (names.size() - SHOWN) + " more";
    }
}
