package dev.terrace.k8s.status;

import dev.terrace.core.status.Programmed;
import dev.terrace.core.status.ZoneReport;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the gateways leave for the one of them that writes the statuses: each the Lease of its zone, which it renews all
 * the time, with what its database holds in an annotation.
 */
final class ZoneLeases implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ZoneLeases.class);

    private static final String LABEL = "policy.terrace.dev/lease-of";
    private static final String ZONE = "zone";
    private static final String PREFIX = "terrace-zone-";
    private static final String HOLDS = "policy.terrace.dev/programmed";

    private final KubernetesClient client;
    private final StatusSettings settings;
    private final String holder;
    private final Runnable heard;
    private final Map<String, Heard> zones = new TreeMap<>();
    private @Nullable SharedIndexInformer<Lease> reader;
    private @Nullable List<OwnerReference> owners;

    /** What a zone said last, and when that was by our own clock: those of other machines may be wrong. */
    private record Heard(Programmed programmed, @Nullable ZonedDateTime renewed, long at) {}

    /**
     * @param holder who we are
     * @param heard called when a zone says something new, on a thread that must not be held up
     */
    ZoneLeases(KubernetesClient client, StatusSettings settings, String holder, Runnable heard) {
        this.client = client;
        this.settings = settings;
        this.holder = holder;
        this.heard = heard;
    }

    /**
     * Says what our database holds.
     *
     * @throws KubernetesClientException when the server does not take it
     */
    void publish(Programmed programmed) {
        Lease lease = new LeaseBuilder()
                .withNewMetadata()
                .withName(PREFIX + settings.zone())
                .withNamespace(settings.namespace())
                .withLabels(Map.of(LABEL, ZONE))
                .withAnnotations(Map.of(HOLDS, ProgrammedText.write(programmed)))
                .withOwnerReferences(owners())
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder)
                .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
                .withLeaseDurationSeconds(
                        Math.toIntExact(Math.max(1, settings.pace().silence().toSeconds())))
                .endSpec()
                .build();
        leases().resource(lease)
                .fieldManager(PolicyObjects.MANAGER)
                .forceConflicts()
                .serverSideApply();
    }

    /** With its node a zone is gone. A zone that is no node stays until somebody deletes its Lease. */
    private List<OwnerReference> owners() {
        List<OwnerReference> known = owners;
        if (known == null) {
            Node node = client.nodes().withName(settings.zone()).get();
            known = node == null
                    ? List.of()
                    : List.of(new OwnerReferenceBuilder()
                            .withApiVersion(node.getApiVersion())
                            .withKind(node.getKind())
                            .withName(node.getMetadata().getName())
                            .withUid(node.getMetadata().getUid())
                            .build());
            owners = known;
        }
        return known;
    }

    private NonNamespaceOperation<Lease, LeaseList, Resource<Lease>> leases() {
        return client.leases().inNamespace(settings.namespace());
    }

    /** Begins to listen to all zones. */
    synchronized void listen() {
        if (reader == null) {
            zones.clear();
            SharedIndexInformer<Lease> informer = leases().withLabel(LABEL, ZONE)
                    .runnableInformer(0)
                    .exceptionHandler((_, failure) -> {
                        LOG.debug("the Leases of zones cannot be watched", failure);
                        return true;
                    })
                    .addEventHandler(new Ear());
            reader = informer;
            var _ = informer.start().exceptionally(_ -> null);
        }
    }

    /** Whether all zones have been heard since we listen, those that are silent as well. */
    synchronized boolean isListening() {
        return reader != null && reader.hasSynced();
    }

    /** Every zone that has ever said something and is still there. */
    synchronized List<ZoneReport> zones() {
        List<ZoneReport> known = new ArrayList<>();
        zones.forEach((name, heardOf) -> known.add(new ZoneReport(
                name,
                heardOf.programmed,
                Duration.ofNanos(System.nanoTime() - heardOf.at)
                                .compareTo(settings.pace().silence())
                        > 0)));
        return known;
    }

    /** Listens no more. */
    @Override
    public synchronized void close() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    private final class Ear implements ResourceEventHandler<Lease> {

        @Override
        public void onAdd(Lease lease) {
            String text = lease.getMetadata().getAnnotations().get(HOLDS);
            ZonedDateTime renewed = lease.getSpec().getRenewTime();
            synchronized (ZoneLeases.this) {
                String zone = zone(lease);
                Heard before = zones.get(zone);
                if (before == null || before.renewed == null || !before.renewed.equals(renewed)) {
                    zones.put(zone, new Heard(ProgrammedText.read(text), renewed, System.nanoTime()));
                }
            }
            heard.run();
        }

        @Override
        public void onUpdate(Lease before, Lease lease) {
            onAdd(lease);
        }

        @Override
        public void onDelete(Lease lease, boolean onlyNameKnown) {
            synchronized (ZoneLeases.this) {
                zones.remove(zone(lease));
            }
            heard.run();
        }

        private String zone(Lease lease) {
            return lease.getMetadata().getName().substring(PREFIX.length());
        }
    }
}
