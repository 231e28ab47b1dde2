package dev.terrace.e2e.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The lists of a cluster of any size, in pages, as an API server gives them. It holds no object: each is made when it
 * is asked for. Nothing ever changes, and nothing can be written.
 */
final class GeneratedCluster implements AutoCloseable {

    private static final int NAMESPACES = 1_000;
    private static final int NODES = 500;
    private static final int POLICIES = 200;

    private static final String MANAGED = IntStream.range(0, 40)
            .mapToObj(i -> "\"f:field-%d\": {\".\": {}, \"f:part\": {}}".formatted(i))
            .collect(Collectors.joining(", "));
    private static final String ENVIRONMENT = IntStream.range(0, 20)
            .mapToObj(i -> "{\"name\": \"SETTING_%d\", \"value\": \"of some length, as they are\"}".formatted(i))
            .collect(Collectors.joining(", "));

    private final int pods;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    GeneratedCluster(int pods) {
        this.pods = pods;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Writes a file that says where it is. */
    Path kubeconfig(Path file) {
        try {
            return Files.writeString(file, """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: it, cluster: {server: "http://127.0.0.1:%d"}}]
                    contexts: [{name: it, context: {cluster: it, user: it}}]
                    users: [{name: it, user: {}}]
                    current-context: it
                    """.formatted(server.getAddress().getPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> query = query(exchange);
            switch (exchange.getRequestURI().getPath()) {
                case "/api/v1/pods" -> answer(exchange, query, "v1", "Pod", pods, this::pod);
                case "/api/v1/namespaces" ->
                    answer(
                            exchange,
                            query,
                            "v1",
                            "Namespace",
                            NAMESPACES,
                            "{\"metadata\": {\"name\": \"team-%1$d\", \"resourceVersion\": \"1\"}}"::formatted);
                case "/api/v1/nodes" -> answer(exchange, query, "v1", "Node", NODES, GeneratedCluster::node);
                case "/apis/networking.k8s.io/v1/networkpolicies" ->
                    answer(
                            exchange,
                            query,
                            "networking.k8s.io/v1",
                            "NetworkPolicy",
                            POLICIES,
                            GeneratedCluster::policy);
                case "/apis/discovery.k8s.io/v1/endpointslices" ->
                    answer(exchange, query, "discovery.k8s.io/v1", "EndpointSlice", 0, _ -> "");
                default -> exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private static void answer(
            HttpExchange exchange,
            Map<String, String> query,
            String apiVersion,
            String kind,
            int count,
            IntFunction<String> object)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (query.containsKey("watch")) {
            watch(exchange);
            return;
        }
        int start = Integer.parseInt(query.getOrDefault("continue", "0"));
        int end = Math.min(count, start + Integer.parseInt(query.getOrDefault("limit", "500")));
        String items = IntStream.range(start, end).mapToObj(object).collect(Collectors.joining(","));
        String more = end < count ? ", \"continue\": \"" + end + "\"" : "";
        byte[] body =
                "{\"apiVersion\": \"%s\", \"kind\": \"%sList\", \"metadata\": {\"resourceVersion\": \"1\"%s}, \"items\": [%s]}"
                        .formatted(apiVersion, kind, more, items)
                        .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    /** Nothing ever comes over it. */
    private static void watch(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            body.flush();
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new TreeMap<>();
        String text = exchange.getRequestURI().getQuery();
        for (String pair : text == null ? new String[0] : text.split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], parts.length == 1 ? "" : parts[1]);
        }
        return query;
    }

    /** A pod with what a deployment, the kubelet and OVN-Kubernetes write into it. */
    private String pod(int i) {
        String address = "10.%d.%d.%d".formatted(i >> 16, (i >> 8) & 255, i & 255);
        return """
                {"metadata": {"name": "shop-%1$d", "namespace": "team-%2$d", "uid": "%1$08d-aaaa-bbbb-cccc-dddddddddddd",
                  "resourceVersion": "1", "creationTimestamp": "2026-01-01T00:00:00Z", "generateName": "shop-",
                  "labels": {"app": "shop-%3$d", "tier": "tier-%4$d", "pod-template-hash": "%3$d", "version": "v%4$d"},
                  "annotations": {"k8s.ovn.org/pod-networks": "{\\"default\\":{\\"ip_addresses\\":[\\"%5$s/23\\"],\\"mac_address\\":\\"0a:58:0a:00:00:01\\",\\"gateway_ips\\":[\\"10.0.0.1\\"]}}"},
                  "ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "shop", "uid": "x", "controller": true}],
                  "managedFields": [{"manager": "kube-controller-manager", "operation": "Update", "apiVersion": "v1",
                    "time": "2026-01-01T00:00:00Z", "fieldsType": "FieldsV1", "fieldsV1": {"f:metadata": {%7$s}}}]},
                 "spec": {"nodeName": "node-%6$d", "serviceAccountName": "default", "restartPolicy": "Always",
                   "containers": [{"name": "shop", "image": "registry.example/shop@sha256:0000000000000000000000000000000000000000",
                     "ports": [{"name": "http", "containerPort": 8080, "protocol": "TCP"}], "env": [%8$s],
                     "readinessProbe": {"httpGet": {"path": "/ready", "port": "http"}},
                     "resources": {"requests": {"cpu": "100m", "memory": "128Mi"}},
                     "volumeMounts": [{"name": "token", "mountPath": "/var/run/secrets", "readOnly": true}]}],
                   "volumes": [{"name": "token", "projected": {"defaultMode": 420, "sources": [{"serviceAccountToken": {"path": "token"}}]}}]},
                 "status": {"phase": "Running", "podIP": "%5$s", "podIPs": [{"ip": "%5$s"}], "hostIP": "192.168.0.1",
                   "conditions": [{"type": "Ready", "status": "True", "lastTransitionTime": "2026-01-01T00:00:00Z"},
                     {"type": "Initialized", "status": "True", "lastTransitionTime": "2026-01-01T00:00:00Z"}],
                   "containerStatuses": [{"name": "shop", "ready": true, "restartCount": 0, "image": "shop",
                     "imageID": "x", "containerID": "containerd://0000000000000000000000000000000000000000"}]}}
                """.formatted(i, i % NAMESPACES, i % 5_000, i % 7, address, i % NODES, MANAGED, ENVIRONMENT);
    }

    private static String node(int i) {
        return """
                {"metadata": {"name": "node-%d", "resourceVersion": "1"},
                 "status": {"addresses": [{"type": "InternalIP", "address": "192.168.%d.%d"}]}}
                """.formatted(i, i / 250, i % 250);
    }

    private static String policy(int i) {
        return """
                {"metadata": {"name": "from-tier", "namespace": "team-%d", "uid": "p%1$d", "generation": 1, "resourceVersion": "1"},
                 "spec": {"podSelector": {}, "ingress": [{"from": [{"podSelector": {"matchLabels": {"tier": "tier-%d"}}}]}]}}
                """.formatted(i, i % 7);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
