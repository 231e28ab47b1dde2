package dev.terrace.gateway.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves pages that are made anew for each request, and takes orders, which only those on this machine may give: who
 * can read metrics must not be able to change anything.
 */
public final class WebServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

    /** Pages are made on these threads, so that a slow reader keeps nobody but the next few readers waiting. */
    private static final int THREADS = 2;

    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int FAILED = 500;
    private static final int NO_BODY = -1;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().name("web-", 0).daemon().factory());
    private final Map<String, Supplier<Page>> pages;
    private final Map<String, Supplier<Page>> orders;

    private WebServer(HttpServer server, Map<String, Supplier<Page>> pages, Map<String, Supplier<Page>> orders) {
        this.server = server;
        this.pages = Map.copyOf(pages);
        this.orders = Map.copyOf(orders);
    }

    /**
     * Begins to listen.
     *
     * @param pages by path, for GET and HEAD
     * @param orders by path, for POST from a loopback address
     * @throws IOException when nobody can listen there
     */
    public static WebServer start(
            ListenAddress address, Map<String, Supplier<Page>> pages, Map<String, Supplier<Page>> orders)
            throws IOException {
        WebServer web = new WebServer(HttpServer.create(address.toSocketAddress(), 0), pages, orders);
        web.server.setExecutor(web.threads);
        web.server.createContext("/", web::handle);
        web.server.start();
        return web;
    }

    /** Where it listens, with the port that it got. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Page page = page(exchange);
            byte[] body = page.text().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", page.contentType());
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(page.status(), head ? NO_BODY : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Page page(HttpExchange exchange) {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        Supplier<Page> page = pages.get(path);
        if (page != null) {
            return method.equals("GET") || method.equals("HEAD")
                    ? made(path, page)
                    : Page.plain(NOT_ALLOWED, "only GET and HEAD\n");
        }
        Supplier<Page> order = orders.get(path);
        if (order == null) {
            return Page.plain(
                    NOT_FOUND,
                    "there is "
                            + String.join(", ", pages.keySet().stream().sorted().toList()) + "\n");
        }
        if (!method.equals("POST")) {
            return Page.plain(NOT_ALLOWED, "only POST\n");
        }
        return exchange.getRemoteAddress().getAddress().isLoopbackAddress()
                ? made(path, order)
                : Page.plain(FORBIDDEN, "only from this machine, by a loopback address\n");
    }

    private static Page made(String path, Supplier<Page> page) {
        try {
            return page.get();
        } catch (RuntimeException bug) {
            LOG.error("a bug in the page {}", path, bug);
            return Page.plain(FAILED, "a bug; the log says more\n");
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
