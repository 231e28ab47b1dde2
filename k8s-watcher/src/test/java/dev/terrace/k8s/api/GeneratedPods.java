package dev.terrace.k8s.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.terrace.k8s.object.ObjectKind;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An API server with many pods that exist only while they are sent. */
final class GeneratedPods implements AutoCloseable {

    private static final Pattern LIMIT = Pattern.compile("limit=(\\d+)");
    private static final Pattern CONTINUE = Pattern.compile("continue=(\\d+)");

    /** What an API server says of a pod of one container, most of which Terrace does not need. */
    private static final String POD = """
            {"metadata": {"name": "app-%1$d", "namespace": "ns-%2$d", "uid": "%1$036d", "resourceVersion": "%1$d",
              "labels": {"app": "app-%3$d", "tier": "backend", "pod-template-hash": "%2$08d", "version": "v%4$d"},
              "annotations": {"k8s.ovn.org/pod-networks": "{\\"default\\":{\\"ip_addresses\\":[\\"10.%5$d.%6$d.%7$d/24\\"],\\"mac_address\\":\\"0a:58:0a:00:00:01\\"}}"},
              "ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "app-%3$d", "uid": "%3$036d"}],
              "managedFields": [%8$s]},
             "spec": {"nodeName": "node-%4$d", "serviceAccountName": "default", "restartPolicy": "Always",
              "volumes": [{"name": "token", "projected": {"sources": [{"serviceAccountToken": {"path": "token"}}]}}],
              "containers": [{"name": "app", "image": "registry.example/app:%4$d", "env": [%9$s],
                "ports": [{"name": "http", "containerPort": 8080, "protocol": "TCP"}],
                "readinessProbe": {"httpGet": {"path": "/ready", "port": "http"}}}]},
             "status": {"phase": "Running", "podIP": "10.%5$d.%6$d.%7$d", "podIPs": [{"ip": "10.%5$d.%6$d.%7$d"}],
              "conditions": [{"type": "Ready", "status": "True"}, {"type": "PodScheduled", "status": "True"}],
              "containerStatuses": [{"name": "app", "ready": true, "containerID": "containerd://%1$064d"}]}}""";

    private static final String FIELDS = "{\"manager\": \"kubelet\", \"operation\": \"Update\", \"fieldsV1\": {"
            + "\"f:status\": {\"f:conditions\": {\"k:{}\": {\"f:lastTransitionTime\": {}, \"f:status\": {}}}}}}";
    private static final String ENVIRONMENT =
            "{\"name\": \"A_VARIABLE_OF_THE_APPLICATION\", \"value\": \"and what it is set to by whoever deployed it\"}";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch end = new CountDownLatch(1);
    private final int pods;

    GeneratedPods(int pods) throws IOException {
        this.pods = pods;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String query = exchange.getRequestURI().getQuery();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            if (query.contains("watch=true")) {
                exchange.getResponseBody().flush();
                end.await();
            } else {
                boolean ofPods = exchange.getRequestURI().getPath().equals("/api/v1/" + ObjectKind.POD.plural());
                int from = number(CONTINUE, query, 0);
                int limit = number(LIMIT, query, pods);
                write(exchange.getResponseBody(), from, ofPods ? Math.min(pods, from + limit) : 0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int number(Pattern parameter, String query, int otherwise) {
        Matcher matcher = parameter.matcher(query);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : otherwise;
    }

    private void write(OutputStream body, int from, int to) throws IOException {
        try (OutputStream out = new BufferedOutputStream(body, 1 << 16)) {
            String next = to == 0 || to == pods ? "" : ", \"continue\": \"" + to + "\"";
            write(out, "{\"metadata\": {\"resourceVersion\": \"1000000\"" + next + "}, \"items\": [");
            for (int i = from; i < to; i++) {
                write(out, i == from ? "" : ",");
                write(out, pod(i));
            }
            write(out, "]}");
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String pod(int i) {
        String fields = String.join(",", Collections.nCopies(8, FIELDS));
        String environment = String.join(",", Collections.nCopies(12, ENVIRONMENT));
        return POD.formatted(
                i, i % 500, i % 2_000, i % 1_000, i >> 16 & 255, i >> 8 & 255, i & 255, fields, environment);
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
