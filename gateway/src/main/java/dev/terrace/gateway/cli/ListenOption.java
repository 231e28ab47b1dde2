package dev.terrace.gateway.cli;

import dev.terrace.gateway.Failure;
import dev.terrace.gateway.web.ListenAddress;
import dev.terrace.gateway.web.Page;
import dev.terrace.gateway.web.WebServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** Where metrics and health can be asked for. */
final class ListenOption {

    private static final Logger LOG = LoggerFactory.getLogger(ListenOption.class);

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description =
                    "where /metrics, /healthz and /readyz are served over HTTP, and /confirm-removals is taken from "
                            + "this machine (default: nowhere)")
    private @Nullable String listen;

    /** What is open while the pages are served. */
    interface Serving extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * The address, or null where nothing is to be served.
     *
     * @throws Failure when it is no address
     */
    @Nullable ListenAddress address(ConfigurationOptions options) {
        String text = ConfigurationOptions.first(listen, options.configuration().listen(), "");
        try {
            return text.isEmpty() ? null : ListenAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw Failure.ofInput(String.valueOf(e.getMessage()), e);
        }
    }

    /** @throws Failure when nobody can listen there */
    static Serving serve(
            @Nullable ListenAddress address, Map<String, Supplier<Page>> pages, Map<String, Supplier<Page>> orders) {
        if (address == null) {
            return () -> {};
        }
        try {
            WebServer web = WebServer.start(address, pages, orders);
            InetSocketAddress at = web.address();
            LOG.info(
                    "metrics and health at http://{}",
                    new ListenAddress(at.getAddress().getHostAddress(), at.getPort()));
            return web::close;
        } catch (IOException | RuntimeException e) {
            throw Failure.ofWork("cannot listen at " + address + ": " + e.getMessage(), e);
        }
    }
}
