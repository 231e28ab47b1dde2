package dev.terrace.e2e.cluster;

import dev.terrace.e2e.node.Host;
import dev.terrace.e2e.node.OvnNode;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Does for the Pods of an API server what OVN-Kubernetes and the kubelets do, on one node of OVN for all nodes of the
 * cluster: a Pod gets addresses, which its annotation says, then a logical port on its node's switch, then a network
 * namespace with an interface, and when the port is up the Pod is reported to run. One with the annotation
 * {@link #INTERFACE_FIRST} has its interface before its port. A Pod that is being deleted loses them, and is gone when
 * it has.
 */
public final class PodFollower implements AutoCloseable {

    /** On a Pod, with any value: its interface is there before its port is. */
    public static final String INTERFACE_FIRST = "e2e.terrace.dev/interface-first";

    private static final PatchContext MERGE =
            new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).build();

    private final KubernetesClient client;
    private final OvnNode ovn;
    private final SharedIndexInformer<Pod> pods;
    private final BlockingQueue<String> changed = new LinkedBlockingQueue<>();
    private final Thread thread =
            Thread.ofPlatform().name("pod-follower").daemon().unstarted(this::run);

    // The thread's only.
    private final Subnets subnets = new Subnets();
    private final Map<String, Attached> attached = new HashMap<>();

    /**
     * A Pod that has its network.
     *
     * @param own what it has of its own; null for one that lives in the network namespace of its node
     */
    private record Attached(String uid, @Nullable OwnNetwork own) {}

    private record OwnNetwork(String netns, PodNetwork network) {}

    private PodFollower(KubernetesClient client, OvnNode ovn) {
        this.client = client;
        this.ovn = ovn;
        pods = client.pods().inAnyNamespace().inform(new Changes());
    }

    /**
     * Starts to follow.
     *
     * @param client of somebody who may write Pods and their statuses
     */
    public static PodFollower start(KubernetesClient client, OvnNode ovn) {
        PodFollower follower = new PodFollower(client, ovn);
        follower.thread.start();
        return follower;
    }

    private final class Changes implements ResourceEventHandler<Pod> {

        @Override
        public void onAdd(Pod pod) {
            changed.add(key(pod));
        }

        @Override
        public void onUpdate(Pod before, Pod pod) {
            changed.add(key(pod));
        }

        @Override
        public void onDelete(Pod pod, boolean finalStateUnknown) {
            changed.add(key(pod));
        }
    }

    private static String key(Pod pod) {
        return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    }

    private void run() {
        try {
            while (true) {
                Set<String> keys = new LinkedHashSet<>(List.of(changed.take()));
                changed.drainTo(keys);
                detach(keys);
                attach(keys);
            }
        } catch (InterruptedException closed) {
            // Only close() does it.
        }
    }

    private void detach(Set<String> keys) {
        List<String> netns = new ArrayList<>();
        List<Pod> ended = new ArrayList<>();
        for (String key : keys) {
            Pod pod = pods.getStore().getByKey(key);
            Attached before = attached.get(key);
            boolean ending = pod != null && pod.getMetadata().getDeletionTimestamp() != null;
            if (before != null
                    && (pod == null || ending || !pod.getMetadata().getUid().equals(before.uid()))) {
                attached.remove(key);
                if (before.own() != null) {
                    netns.add(before.own().netns());
                    subnets.giveBack(before.own().network());
                }
            }
            if (pod != null && ending) {
                ended.add(pod);
            }
        }
        ovn.delete(netns);
        ended.forEach(pod -> resource(pod).withGracePeriod(0).delete());
    }

    private void attach(Set<String> keys) {
        List<Host> hosts = new ArrayList<>();
        Map<Pod, List<String>> addresses = new HashMap<>();
        for (String key : keys) {
            Pod pod = pods.getStore().getByKey(key);
            if (pod == null
                    || pod.getMetadata().getDeletionTimestamp() != null
                    || pod.getSpec().getNodeName() == null
                    || attached.containsKey(key)) {
                continue;
            }
            String uid = pod.getMetadata().getUid();
            if (Boolean.TRUE.equals(pod.getSpec().getHostNetwork())) {
                attached.put(key, new Attached(uid, null));
                addresses.put(pod, nodeAddresses(pod.getSpec().getNodeName()));
            } else {
                PodNetwork network = subnets.next(pod.getSpec().getNodeName());
                annotate(pod, network);
                Host host = new Host(
                        pod.getMetadata().getNamespace(),
                        pod.getMetadata().getName(),
                        pod.getSpec().getNodeName(),
                        network.ip4().toString(),
                        network.ip6().toString(),
                        network.mac());
                hosts.add(host);
                if (pod.getMetadata().getAnnotations().containsKey(INTERFACE_FIRST)) {
                    ovn.plugIn(host);
                }
                attached.put(key, new Attached(uid, new OwnNetwork(host.netns(), network)));
                addresses.put(pod, network.addresses());
            }
        }
        ovn.create(hosts);
        addresses.forEach(this::reportRunning);
    }

    private List<String> nodeAddresses(String node) {
        return client.nodes().withName(node).require().getStatus().getAddresses().stream()
                .filter(address -> address.getType().equals("InternalIP"))
                .map(NodeAddress::getAddress)
                .toList();
    }

    private void annotate(Pod pod, PodNetwork network) {
        resource(pod)
                .patch(
                        MERGE,
                        json(Map.of(
                                "metadata",
                                Map.of("annotations", Map.of(PodNetwork.ANNOTATION, network.annotation())))));
    }

    private void reportRunning(Pod pod, List<String> addresses) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Map<String, Object> status = Map.of(
                "phase",
                "Running",
                "startTime",
                now,
                "podIP",
                addresses.getFirst(),
                "podIPs",
                addresses.stream().map(address -> Map.of("ip", address)).toList(),
                "conditions",
                List.of(Map.of("type", "Ready", "status", "True", "lastTransitionTime", now)));
        resource(pod).subresource("status").patch(MERGE, json(Map.of("status", status)));
    }

    private PodResource resource(Pod pod) {
        return client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName());
    }

    private String json(Object value) {
        return client.getKubernetesSerialization().asJson(value);
    }

    /** Ends it. The pods stay on the node. */
    @Override
    public void close() {
        thread.interrupt();
        pods.close();
    }
}
