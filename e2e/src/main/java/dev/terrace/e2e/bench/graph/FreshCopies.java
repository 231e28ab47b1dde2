package dev.terrace.e2e.bench.graph;

import dev.terrace.core.model.Fact;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import java.util.HashMap;
import java.util.Map;

/**
 * Facts as a decoder makes them: each pod with strings of its own, where those of a synthetic cluster share theirs. The
 * keys of labels stay shared, as JSON parsers share the names of fields.
 */
final class FreshCopies {

    private FreshCopies() {}

    static Fact of(Fact fact) {
        if (!(fact instanceof PodFact pod)) {
            return fact;
        }
        Map<String, String> labels = new HashMap<>();
        pod.labels().forEach((key, value) -> labels.put(key, fresh(value)));
        return new PodFact(
                new PodKey(fresh(pod.key().namespace()), fresh(pod.key().name())),
                labels,
                pod.node() == null ? null : fresh(pod.node()),
                pod.addresses(),
                pod.network(),
                pod.finished(),
                pod.namedPorts(),
                pod.probePorts());
    }

    private static String fresh(String text) {
        return String.valueOf(text.toCharArray());
    }
}
