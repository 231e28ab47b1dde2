package dev.terrace.k8s.api;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an informer remembers of its objects: name and version, instead of the tens of kilobytes that a pod costs. That
 * is enough to tell whether an object changed and which are gone.
 */
final class VersionStore implements ItemStore<GenericKubernetesResource> {

    private static final char SEPARATOR = '/';

    private final Map<String, String> versions = new ConcurrentHashMap<>();
    private final Consumer<GenericKubernetesResource> reduce;

    /** @param reduce takes from an object what is not needed, before it waits to be handled */
    VersionStore(Consumer<GenericKubernetesResource> reduce) {
        this.reduce = reduce;
    }

    @Override
    public String getKey(GenericKubernetesResource object) {
        ObjectMeta metadata = object.getMetadata();
        String namespace = metadata.getNamespace();
        return (namespace == null ? "" : namespace) + SEPARATOR + metadata.getName();
    }

    @Override
    public @Nullable GenericKubernetesResource put(String key, GenericKubernetesResource object) {
        reduce.accept(object);
        String version = object.getMetadata().getResourceVersion();
        return restore(key, versions.put(key, version == null ? "" : version));
    }

    @Override
    public @Nullable GenericKubernetesResource remove(String key) {
        return restore(key, versions.remove(key));
    }

    @Override
    public Stream<String> keySet() {
        return versions.keySet().stream();
    }

    @Override
    public Stream<GenericKubernetesResource> values() {
        return versions.entrySet().stream().map(entry -> new Remembered(entry.getKey(), entry.getValue()));
    }

    @Override
    public int size() {
        return versions.size();
    }

    @Override
    public @Nullable GenericKubernetesResource get(String key) {
        return restore(key, versions.get(key));
    }

    /** Says that what it gives back is not the object as it came. */
    @Override
    public boolean isFullState() {
        return false;
    }

    private static @Nullable GenericKubernetesResource restore(String key, @Nullable String version) {
        return version == null ? null : new Remembered(key, version);
    }

    /**
     * What is left of an object. After each list fabric8 asks for all of them at once, so its metadata, which is large
     * even when it is empty, is made only for who looks at it.
     */
    @SuppressWarnings("serial") // nobody does
    private static final class Remembered extends GenericKubernetesResource {

        private final String key;
        private final String version;

        Remembered(String key, String version) {
            this.key = key;
            this.version = version;
        }

        @Override
        public ObjectMeta getMetadata() {
            int separator = key.indexOf(SEPARATOR);
            ObjectMeta metadata = new ObjectMeta();
            if (separator > 0) {
                metadata.setNamespace(key.substring(0, separator));
            }
            metadata.setName(key.substring(separator + 1));
            metadata.setResourceVersion(version);
            return metadata;
        }
    }
}
