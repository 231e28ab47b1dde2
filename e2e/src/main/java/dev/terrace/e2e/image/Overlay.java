package dev.terrace.e2e.image;

import dev.terrace.k8s.server.Kubectl;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an overlay of {@code deploy/overlays} asks a kubelet to start.
 *
 * @param pod the {@code spec} of its pods, as an API server completes it
 * @param configMaps the files of each
 */
public record Overlay(JsonNode pod, Map<String, Map<String, String>> configMaps) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * Asks an API server, which has the objects of {@code deploy/base}, what it would make of the overlay.
     *
     * @param kind of the object with the pods
     */
    public static Overlay render(Kubectl admin, Path directory, String kind) {
        JsonNode pod = null;
        Map<String, Map<String, String>> configMaps = new HashMap<>();
        String rendered =
                admin.run("apply", "--server-side", "--dry-run=server", "--output=json", "--kustomize=" + directory);
        for (JsonNode object : JSON.readTree(rendered).get("items")) {
            String its = object.path("kind").stringValue();
            if (its.equals(kind)) {
                pod = object.at("/spec/template/spec");
            } else if (its.equals("ConfigMap")) {
                configMaps.put(object.at("/metadata/name").stringValue(), texts(object.get("data")));
            }
        }
        if (pod == null) {
            throw new IllegalStateException("no " + kind + " in " + rendered);
        }
        return new Overlay(pod, configMaps);
    }

    private static Map<String, String> texts(JsonNode data) {
        return data.propertyStream()
                .collect(Collectors.toMap(Entry::getKey, file -> file.getValue().stringValue()));
    }

    /** The only container of its pods. */
    public JsonNode container() {
        return pod.at("/containers/0");
    }

    /** The same with another image. */
    public Overlay withImage(String image) {
        ObjectNode changed = (ObjectNode) pod.deepCopy();
        ((ObjectNode) changed.at("/containers/0")).put("image", image);
        return new Overlay(changed, configMaps);
    }

    /** The same with another text in its configuration, as who deploys it has to write. */
    public Overlay configured(String text, String other) {
        Map<String, Map<String, String>> changed = new HashMap<>();
        configMaps.forEach((name, files) -> {
            Map<String, String> contents = new HashMap<>(files);
            contents.replaceAll((_, content) -> content.replace(text, other));
            changed.put(name, contents);
        });
        return new Overlay(pod, changed);
    }
}
