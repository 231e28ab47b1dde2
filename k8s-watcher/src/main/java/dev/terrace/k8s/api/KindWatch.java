package dev.terrace.k8s.api;

import dev.terrace.core.model.Fact;
import dev.terrace.core.model.FactKey;
import dev.terrace.core.model.FactSink;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.k8s.api.KubernetesSource.State;
import dev.terrace.k8s.object.Decoded;
import dev.terrace.k8s.object.ObjectDecoder;
import dev.terrace.k8s.object.ObjectKind;
import dev.terrace.k8s.status.PolicyVersions;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watch of one kind. It outlives its informers: one ends when the kind's CRD is removed, and another begins when it
 * is installed again.
 */
final class KindWatch {

    private static final Logger LOG = LoggerFactory.getLogger(KindWatch.class);

    /** Where in a reduced object its fact is; no field of Kubernetes has such a name. */
    private static final String DECODED = "dev.terrace/decoded";

    private final ObjectKind kind;
    private final KubernetesClient client;
    private final FactSink sink;
    private final PolicyVersions versions;
    private final Consumer<String> complaints;
    private final BiConsumer<ObjectKind, State> changed;
    private final Consumer<KindWatch> lookAgainLater;

    private final Set<FactKey> delivered = new HashSet<>();
    private final Map<FactKey, List<String>> doubted = new HashMap<>();
    private @Nullable Incarnation current;
    private boolean foundAbsent;
    private boolean closed;
    private volatile @Nullable String reported;
    private volatile boolean refused;
    private volatile State state = State.STARTING;

    KindWatch(
            ObjectKind kind,
            KubernetesClient client,
            FactSink sink,
            PolicyVersions versions,
            Consumer<String> complaints,
            BiConsumer<ObjectKind, State> changed,
            Consumer<KindWatch> lookAgainLater) {
        this.kind = kind;
        this.client = client;
        this.sink = sink;
        this.versions = versions;
        this.complaints = complaints;
        this.changed = changed;
        this.lookAgainLater = lookAgainLater;
    }

    State state() {
        return state;
    }

    /** Whether it was never listed because we may not. */
    boolean isRefused() {
        return refused && state == State.STARTING;
    }

    /** Begins to list and to watch. */
    synchronized void begin() {
        if (closed) {
            return;
        }
        Incarnation incarnation = new Incarnation();
        current = incarnation;
        incarnation.start();
    }

    /** Why it cannot be watched, in one line; null while nothing is known to be wrong. */
    @Nullable String trouble() {
        return reported;
    }

    /**
     * Looks for what no event tells: a watch that was cut is made again without a word, whatever the server answers,
     * and goes on for a kind that exists no more.
     */
    void look() {
        Incarnation asked;
        synchronized (this) {
            asked = current;
        }
        if (asked == null || state != State.SYNCED) {
            return;
        }
        // Nothing has come over it yet when it is false, which says little of a kind that seldom changes.
        if (asked.informer.isWatching() && !kind.needsCrd()) {
            recovered();
            return;
        }
        try {
            var _ = ClusterAccess.objects(client, kind)
                    .list(new ListOptionsBuilder().withLimit(1L).build());
            recovered();
        } catch (KubernetesClientException e) {
            if (ClusterAccess.isAbsent(kind, e)) {
                ended(asked);
            } else {
                report(e);
            }
        }
    }

    synchronized void close() {
        closed = true;
        if (current != null) {
            current.informer.stop();
        }
        current = null;
    }

    /**
     * The informer has given up, which it does only when the API server does not know the kind. Before what was
     * delivered is taken back, it is asked once more: an answer of a moment must not take policies away.
     */
    private synchronized void ended(Incarnation incarnation) {
        if (incarnation != current) {
            return;
        }
        incarnation.informer.stop();
        current = null;
        if (state != State.SYNCED || foundAbsent) {
            delivered.forEach(this::forget);
            delivered.clear();
            become(State.ABSENT);
        }
        foundAbsent = true;
        lookAgainLater.accept(this);
    }

    private void become(State next) {
        if (state != next) {
            state = next;
            changed.accept(kind, next);
        }
    }

    /**
     * Leaves of an object what is delivered of it. Of a large list more objects wait to be handled than there is memory
     * for them as they come.
     */
    private void reduce(GenericKubernetesResource object) {
        ObjectMeta whole = object.getMetadata();
        // Most of the metadata, and who wrote which field decides nothing.
        whole.setManagedFields(List.of());
        Decoded decoded = ObjectDecoder.decode(ClusterAccess.tree(client, object, kind.apiVersion(), kind.kind()));
        object.setMetadata(new ObjectMetaBuilder()
                .withNamespace(whole.getNamespace())
                .withName(whole.getName())
                .withResourceVersion(whole.getResourceVersion())
                .build());
        object.setAdditionalProperties(Map.of(DECODED, decoded));
    }

    private void deliver(GenericKubernetesResource object) {
        if (!(object.getAdditionalProperties().get(DECODED) instanceof Decoded decoded)) {
            throw new IllegalStateException(key(object) + " did not come through the store");
        }
        switch (decoded) {
            case Decoded.Known(Fact fact, List<String> doubts) -> {
                tell(fact.key(), doubts);
                delivered.add(fact.key());
                sink.upsert(fact);
                if (fact instanceof Policy policy) {
                    versions.delivered(policy, object.getMetadata().getResourceVersion());
                }
            }
            case Decoded.Ignored() -> takeBack(key(object));
            // What was known of it stands: taking a pod away could take away what closes it.
            case Decoded.Malformed unusable -> complaints.accept(unusable.message() + "; what was known of it stands");
        }
    }

    /** Says once what of an object was done without, however often it changes in other things. */
    private void tell(FactKey key, List<String> doubts) {
        List<String> before = doubts.isEmpty() ? doubted.remove(key) : doubted.put(key, doubts);
        if (!doubts.equals(before)) {
            doubts.forEach(complaints);
        }
    }

    private void takeBack(FactKey key) {
        doubted.remove(key);
        if (delivered.remove(key)) {
            forget(key);
        }
    }

    private void forget(FactKey key) {
        sink.remove(key);
        if (key instanceof PolicyKey policy) {
            versions.removed(policy);
        }
    }

    private FactKey key(GenericKubernetesResource object) {
        ObjectMeta metadata = object.getMetadata();
        String namespace = metadata.getNamespace();
        return kind.key(namespace == null ? "" : namespace, metadata.getName());
    }

    /** Says what is wrong, once for each thing that is, and whether to try again. */
    private boolean retry(Throwable failure) {
        if (ClusterAccess.isAbsent(kind, failure)) {
            return false;
        }
        report(failure);
        return true;
    }

    private synchronized void report(Throwable failure) {
        String words = ClusterAccess.words("watch", kind, failure);
        if (!words.equals(reported)) {
            reported = words;
            LOG.warn("{}; trying again", words);
        }
        boolean before = isRefused();
        refused = ClusterAccess.isForbidden(failure);
        if (isRefused() != before) {
            changed.accept(kind, state);
        }
    }

    private synchronized void recovered() {
        if (reported != null) {
            LOG.info("{} can be watched again", kind.plural());
            reported = null;
        }
    }

    /**
     * One informer and what it has told. Its events come one after another, but may still come when it has been ended.
     */
    private final class Incarnation implements ResourceEventHandler<GenericKubernetesResource> {

        private final SharedIndexInformer<GenericKubernetesResource> informer;
        private final Set<FactKey> told = new HashSet<>();
        private boolean listed;

        Incarnation() {
            informer = ClusterAccess.objects(client, kind)
                    .withLimit(ClusterAccess.PAGE)
                    .runnableInformer(0)
                    .removeNamespaceIndex()
                    .itemStore(new VersionStore(KindWatch.this::reduce))
                    .exceptionHandler((_, failure) -> retry(failure))
                    .addEventHandler(this);
        }

        void start() {
            var _ = informer.stopped().whenComplete((_, failure) -> {
                if (failure != null) {
                    ended(this);
                }
            });
            // Failures are the exception handler's, and tell themselves through stopped().
            var _ = informer.start().exceptionally(_ -> null);
        }

        @Override
        public void onAdd(GenericKubernetesResource object) {
            synchronized (KindWatch.this) {
                if (current == this) {
                    if (!listed) {
                        told.add(key(object));
                    }
                    deliver(object);
                }
            }
        }

        @Override
        public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource object) {
            onAdd(object);
        }

        @Override
        public void onDelete(GenericKubernetesResource object, boolean onlyNameKnown) {
            synchronized (KindWatch.this) {
                if (current == this) {
                    takeBack(key(object));
                }
            }
        }

        /** Called after all events of a list. What an earlier informer told and the first list lacks is gone. */
        @Override
        public void onList(String resourceVersion, boolean remainedEmpty) {
            synchronized (KindWatch.this) {
                if (current != this) {
                    return;
                }
                recovered();
                versions.listed(kind, resourceVersion);
                if (listed) {
                    return;
                }
                listed = true;
                delivered.stream().filter(key -> !told.contains(key)).toList().forEach(KindWatch.this::takeBack);
                told.clear();
                foundAbsent = false;
                LOG.debug("{} listed at {}", kind.kind(), resourceVersion);
                become(State.SYNCED);
            }
        }
    }
}
