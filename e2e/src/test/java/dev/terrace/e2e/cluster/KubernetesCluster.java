package dev.terrace.e2e.cluster;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.e2e.example.ExampleFolder;
import dev.terrace.e2e.live.GatewayProcess;
import dev.terrace.e2e.live.TemporaryDirectory;
import dev.terrace.e2e.node.OvnNode;
import dev.terrace.e2e.packet.Testbed;
import dev.terrace.e2e.packet.Topology;
import dev.terrace.k8s.crd.Crds;
import dev.terrace.k8s.server.ApiServerProcess;
import dev.terrace.k8s.server.AuditedRequest;
import dev.terrace.k8s.server.Kubectl;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A cluster that is real but for its kubelets: an API server, OVN, pods that follow the API, and {@code terrace run} as
 * the service account of {@code deploy/base}, to which nothing else is granted.
 */
final class KubernetesCluster implements AutoCloseable {

    private static final String READ = "namespaces,nodes,pods,endpointslices,networkpolicies";
    private static final String WITH_STATUS = "dnp,cnp,anp,banp";
    private static final String PATIENCE = "--timeout=60s";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TemporaryDirectory directory = TemporaryDirectory.of("cluster");
    private final Path objects = directory.folder("objects");
    private final ApiServerProcess api = ApiServerProcess.start("cluster");
    private final Kubectl admin = api.admin();
    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(admin.kubeconfig().toFile()))
            .build();
    private final OvnNode node = OvnNode.start();
    private final PodFollower follower;
    private final GatewayProcess gateway;
    private final ExampleFolder examples;

    KubernetesCluster(ExampleFolder examples, Path log) {
        this.examples = examples;
        admin.run("apply", "--kustomize=../deploy/base");
        Path crds = directory.folder("crds");
        for (Crds crd : Crds.values()) {
            crd.write(crds);
        }
        admin.apply(crds);
        admin.run("wait", "--for=condition=Established", "crd", "--all");
        Path cluster = examples.cluster();
        admin.apply(cluster.resolve("namespaces.yaml"));
        admin.apply(cluster.resolve("nodes.yaml"));
        admin.applyStatus(cluster.resolve("nodes.yaml"));
        follower = PodFollower.start(client, node);
        create(cluster.resolve("pods.yaml"));
        applyServices(cluster.resolve("services.yaml"));
        gateway = GatewayProcess.start(
                Path.of("../gateway/target/terrace.jar"),
                node,
                this::facts,
                log,
                "--source",
                "kube",
                "--config",
                configuration().toString(),
                "--kubeconfig",
                api.serviceAccount("terrace", "terrace").kubeconfig().toString());
        gateway.awaitSync();
    }

    /** One database has the ports of all nodes here, so that new pods are held only if that is asked for. */
    private Path configuration() {
        String hold = System.getProperty("terrace.hold-new-pods", "on");
        try {
            return Files.writeString(directory.path().resolve("config.yaml"), "hold-new-pods: " + hold + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says in the manifests of EndpointSlices where the pods really are, as a controller does elsewhere. */
    private void applyServices(Path slices) {
        try {
            String dns = admin.run(
                    "get", "pod", "coredns", "--namespace=kube-system", "--output=jsonpath={.status.podIPs[*].ip}");
            String[] addresses = dns.split(" ", -1);
            admin.apply(Files.readString(slices)
                    .replace("10.244.1.2", addresses[0])
                    .replace("fd00:244:1::2", addresses[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code kubectl} of somebody who may do everything. */
    Kubectl admin() {
        return admin;
    }

    /** A client of the same. */
    KubernetesClient client() {
        return client;
    }

    OvnNode node() {
        return node;
    }

    /** Creates Pods and waits until they run. */
    void create(Path pods) {
        admin.apply(pods);
        admin.run("wait", "--for=condition=Ready", "pods", "--all", "--all-namespaces", PATIENCE);
    }

    /**
     * Applies policies and waits until they are programmed and in force.
     *
     * @return what the API says then
     */
    ClusterFacts enforce(Path policies) {
        admin.apply(policies);
        return awaitProgrammed();
    }

    /**
     * Waits until all policies that can say so are programmed, and until everything is in force.
     *
     * @return what the API says then
     */
    ClusterFacts awaitProgrammed() {
        String policies = admin.run("get", WITH_STATUS, "--all-namespaces", "--output=name");
        awaitCondition(policies, "policy.terrace.dev", "Programmed", "dnp");
        awaitCondition(policies, "policy.networking.k8s.io", "policy.terrace.dev/Programmed", "cnp,anp,banp");
        return gateway.awaitSync();
    }

    private void awaitCondition(String policies, String group, String condition, String kinds) {
        if (policies.contains(group)) {
            admin.run("wait", "--for=condition=" + condition, kinds, "--all", "--all-namespaces", PATIENCE);
        }
    }

    /** What the API says now. */
    ClusterFacts facts() {
        try {
            Files.writeString(
                    objects.resolve("objects.json"),
                    admin.run("get", READ + "," + WITH_STATUS, "--all-namespaces", "--output=json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return GatewayProcess.factsOf(objects);
    }

    /** Everybody who sends and receives now. */
    Testbed testbed() {
        return Testbed.around(node, Topology.byNode(facts(), examples.outside()));
    }

    /** What is granted to the service account of Terrace, each as verb and resource. */
    Set<String> granted() {
        Set<String> granted = new TreeSet<>();
        for (String role : List.of("clusterrole/terrace", "role/terrace")) {
            JsonNode rules = JSON.readTree(admin.run("get", role, "--namespace=terrace", "--output=json"))
                    .get("rules");
            for (JsonNode rule : rules) {
                String group = rule.at("/apiGroups/0").asString();
                rule.get("resources")
                        .forEach(resource -> rule.get("verbs")
                                .forEach(verb -> granted.add(
                                        verb.asString() + " " + AuditedRequest.resource(resource.asString(), group))));
            }
        }
        return granted;
    }

    /** What the service account of Terrace asked of the API server. */
    List<AuditedRequest> requests() {
        return api.audited().stream()
                .filter(request -> request.user().equals("system:serviceaccount:terrace:terrace"))
                .toList();
    }

    @Override
    public void close() {
        gateway.close();
        follower.close();
        client.close();
        node.close();
        api.close();
        directory.close();
    }
}
