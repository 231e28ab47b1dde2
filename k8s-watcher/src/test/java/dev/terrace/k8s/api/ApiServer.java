package dev.terrace.k8s.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.terrace.k8s.object.ObjectKind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.json.JsonMapper;

/** Lists and watches as the Kubernetes API does (API Concepts, "Efficient detection of changes"), over HTTP. */
final class ApiServer implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private record Event(ObjectKind kind, long version, String type, Map<String, @Nullable Object> object) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private final Map<String, Map<String, @Nullable Object>> objects = new TreeMap<>();
    private final List<Event> events = new ArrayList<>();
    private final Set<ObjectKind> missing = EnumSet.noneOf(ObjectKind.class);
    private final Set<ObjectKind> forbidden = EnumSet.noneOf(ObjectKind.class);
    private long version = 1;
    private long forgotten;
    private int connections;
    private int throttled;
    private int cutPages;
    private boolean pagesExpired;
    private int pages;
    private boolean closed;

    ApiServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** Creates or replaces every object in the YAML files of a directory tree. */
    void apply(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
                apply(Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Creates or replaces objects. */
    @SuppressWarnings("unchecked") // what the tests write
    void apply(String yaml) {
        Load load = new Load(LoadSettings.builder().setSchema(new CoreSchema()).build());
        for (Object document : load.loadAllFromString(yaml)) {
            Map<String, @Nullable Object> object = (Map<String, @Nullable Object>) document;
            if (object != null && object.get("items") instanceof List<?> items) {
                items.forEach(item -> put((Map<String, @Nullable Object>) item));
            } else if (object != null) {
                put(object);
            }
        }
    }

    private synchronized void put(Map<String, @Nullable Object> object) {
        for (ObjectKind kind : ObjectKind.values()) {
            if (kind.kind().equals(object.get("kind")) && kind.apiVersion().equals(object.get("apiVersion"))) {
                Map<String, @Nullable Object> metadata = metadata(object);
                metadata.put("resourceVersion", String.valueOf(++version));
                boolean isNew = objects.put(key(kind, metadata), object) == null;
                events.add(new Event(kind, version, isNew ? "ADDED" : "MODIFIED", object));
                notifyAll();
            }
        }
    }

    /** Deletes an object; {@code namespace} is empty for cluster scope. */
    synchronized void delete(ObjectKind kind, String namespace, String name) {
        Map<String, @Nullable Object> object = objects.remove(kind + "/" + namespace + "/" + name);
        if (object == null) {
            throw new AssertionError("no " + kind + " " + namespace + "/" + name);
        }
        metadata(object).put("resourceVersion", String.valueOf(++version));
        events.add(new Event(kind, version, "DELETED", object));
        notifyAll();
    }

    /** Ends every watch in the middle. */
    synchronized void cut() {
        connections++;
        notifyAll();
    }

    /** Forgets what happened until now: a watch from before that has to list again (410 Gone). */
    synchronized void compact() {
        forgotten = version;
    }

    synchronized void remove(ObjectKind crd) {
        missing.add(crd);
        objects.keySet().removeIf(key -> key.startsWith(crd + "/"));
        cut();
    }

    synchronized void install(ObjectKind crd) {
        missing.remove(crd);
    }

    synchronized void forbid(ObjectKind kind) {
        forbidden.add(kind);
    }

    synchronized void allow(ObjectKind kind) {
        forbidden.remove(kind);
    }

    /** Answers that many requests with 429 Too Many Requests. */
    synchronized void throttle(int requests) {
        throttled = requests;
    }

    /** How many requests are still to be answered with 429. */
    synchronized int throttled() {
        return throttled;
    }

    /** Ends the connection in the middle of the next page that is not the first. */
    synchronized void cutNextPage() {
        cutPages = 1;
    }

    /** Forgets lists that are being read: the next page that is not the first is 410 Gone. */
    synchronized void expirePages() {
        pagesExpired = true;
    }

    /** Sends a bookmark; its version may be an old one, as when a request reaches another server. */
    synchronized void bookmark(ObjectKind kind, long at) {
        events.add(new Event(
                kind,
                ++version,
                "BOOKMARK",
                Map.of(
                        "apiVersion",
                        kind.apiVersion(),
                        "kind",
                        kind.kind(),
                        "metadata",
                        Map.of("resourceVersion", String.valueOf(at)))));
        notifyAll();
    }

    /** The version of the last change. */
    synchronized long version() {
        return version;
    }

    /** How many answers were only a part of a list. */
    synchronized int pages() {
        return pages;
    }

    private static String key(ObjectKind kind, Map<String, @Nullable Object> metadata) {
        Object namespace = kind.namespaced() ? metadata.getOrDefault("namespace", "default") : "";
        return kind + "/" + namespace + "/" + metadata.get("name");
    }

    @SuppressWarnings("unchecked") // every object has metadata
    private static Map<String, @Nullable Object> metadata(Map<String, @Nullable Object> object) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(object.get("metadata"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Map<String, String> query = query(exchange.getRequestURI().getQuery());
            ObjectKind kind = Arrays.stream(ObjectKind.values())
                    .filter(each -> path.equals(path(each)))
                    .findFirst()
                    .orElse(null);
            if (takeThrottled()) {
                exchange.getResponseHeaders().add("Retry-After", "1");
                send(exchange, 429, status(429, "TooManyRequests"));
            } else if (kind == null || isMissing(kind)) {
                send(exchange, 404, status(404, "NotFound"));
            } else if (isForbidden(kind)) {
                send(exchange, 403, status(403, "Forbidden"));
            } else if (Boolean.parseBoolean(query.get("watch"))) {
                watch(exchange, kind, Long.parseLong(query.getOrDefault("resourceVersion", "0")));
            } else if (query.containsKey("continue") && takeExpired()) {
                send(exchange, 410, status(410, "Expired"));
            } else if (query.containsKey("continue") && takeCut()) {
                sendHalf(exchange, list(kind, query));
            } else {
                send(exchange, 200, list(kind, query));
            }
        }
    }

    private synchronized boolean takeThrottled() {
        throttled = Math.max(throttled - 1, -1);
        return throttled >= 0;
    }

    private synchronized boolean takeExpired() {
        boolean expired = pagesExpired;
        pagesExpired = false;
        return expired;
    }

    private synchronized boolean takeCut() {
        cutPages--;
        return cutPages == 0;
    }

    private synchronized boolean isMissing(ObjectKind kind) {
        return missing.contains(kind);
    }

    private synchronized boolean isForbidden(ObjectKind kind) {
        return forbidden.contains(kind);
    }

    private static String path(ObjectKind kind) {
        return (kind.group().isEmpty() ? "/api/" : "/apis/") + kind.apiVersion() + "/" + kind.plural();
    }

    private static Map<String, String> query(@Nullable String text) {
        Map<String, String> query = new TreeMap<>();
        for (String pair : text == null ? new String[0] : text.split("&")) {
            int equals = pair.indexOf('=');
            query.put(equals < 0 ? pair : pair.substring(0, equals), equals < 0 ? "" : pair.substring(equals + 1));
        }
        return query;
    }

    private synchronized Map<String, @Nullable Object> list(ObjectKind kind, Map<String, String> query) {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        objects.forEach((key, object) -> {
            if (key.startsWith(kind + "/")) {
                // The items of a list leave their kind to it.
                Map<String, @Nullable Object> item = new LinkedHashMap<>(object);
                item.remove("kind");
                item.remove("apiVersion");
                all.add(item);
            }
        });
        int from = Integer.parseInt(query.getOrDefault("continue", "0"));
        int limit = Integer.parseInt(query.getOrDefault("limit", "0"));
        int to = limit == 0 ? all.size() : Math.min(all.size(), from + limit);
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("resourceVersion", String.valueOf(version));
        if (to < all.size()) {
            metadata.put("continue", String.valueOf(to));
            pages++;
        }
        Map<String, @Nullable Object> list = new LinkedHashMap<>();
        list.put("apiVersion", kind.apiVersion());
        list.put("kind", kind.kind() + "List");
        list.put("metadata", metadata);
        list.put("items", all.subList(from, to));
        return list;
    }

    private void watch(HttpExchange exchange, ObjectKind kind, long since) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        int connection = connection();
        if (since < forgotten()) {
            write(out, Map.of("type", "ERROR", "object", status(410, "Expired")));
            return;
        }
        long seen = since;
        while (true) {
            List<Event> news = news(kind, seen, connection);
            if (news.isEmpty()) {
                return;
            }
            for (Event event : news) {
                write(out, Map.of("type", event.type(), "object", event.object()));
                seen = event.version();
            }
        }
    }

    private synchronized int connection() {
        return connections;
    }

    private synchronized long forgotten() {
        return forgotten;
    }

    /** Waits for events; there are none when the connection is over. */
    private synchronized List<Event> news(ObjectKind kind, long since, int connection) {
        while (!closed && connection == connections) {
            List<Event> news = events.stream()
                    .filter(event -> event.kind() == kind && event.version() > since)
                    .toList();
            if (!news.isEmpty()) {
                return news;
            }
            try {
                wait();
            } catch (InterruptedException e) {
                return List.of();
            }
        }
        return List.of();
    }

    private static void write(OutputStream out, Object line) throws IOException {
        out.write((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void send(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** The connection ends when less has been sent than was announced. */
    private static void sendHalf(HttpExchange exchange, Object body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
        exchange.getResponseBody().flush();
    }

    private static Map<String, Object> status(int code, String reason) {
        return Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Status",
                "status",
                "Failure",
                "code",
                code,
                "reason",
                reason,
                "message",
                reason);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        server.stop(0);
        threads.shutdownNow();
    }
}
