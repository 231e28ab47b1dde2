package dev.terrace.k8s.manifest;

import dev.terrace.core.model.EndpointSliceKey;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.FactKey;
import dev.terrace.core.model.NamespaceKey;
import dev.terrace.core.model.NodeKey;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Facts and the file that each comes from, so that an object that is written twice can be told with both places. */
final class FactsByOrigin {

    private record Origin(Fact fact, Path file) {}

    private final Map<FactKey, Origin> origins = new LinkedHashMap<>();

    /** @throws ManifestException when the object is there already */
    void add(Fact fact, Path file) throws ManifestException {
        Origin first = origins.putIfAbsent(fact.key(), new Origin(fact, file));
        if (first != null) {
            throw new ManifestException(file + ": " + title(fact.key()) + " is already in " + first.file());
        }
    }

    private static String title(FactKey key) {
        return switch (key) {
            case PodKey pod -> "Pod " + pod;
            case NamespaceKey(String name) -> "Namespace " + name;
            case NodeKey(String name) -> "Node " + name;
            case EndpointSliceKey(String namespace, String name) -> "EndpointSlice " + namespace + "/" + name;
            case PolicyKey(PolicyKind kind, String namespace, String name) ->
                kind.kind() + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
        };
    }

    List<Fact> facts() {
        return origins.values().stream().map(Origin::fact).toList();
    }
}
