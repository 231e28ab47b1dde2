package dev.terrace.e2e.bench.scale;

import dev.terrace.e2e.node.OvnNode;
import dev.terrace.ovn.rpc.Endpoint;
import java.io.IOException;
import java.time.Duration;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** A Northbound database without the rest of OVN, in a container. */
final class BareNorthbound implements AutoCloseable {

    private static final int PORT = 6641;

    private final GenericContainer<?> container;

    private BareNorthbound(GenericContainer<?> container) {
        this.container = container;
    }

    @SuppressWarnings("resource") // closed by close()
    static BareNorthbound start() {
        GenericContainer<?> container = new GenericContainer<>(OvnNode.IMAGE)
                .withImagePullPolicy(image -> false)
                .withLabel(OvnNode.LABEL, "true")
                .withCommand("nb")
                .withExposedPorts(PORT)
                .waitingFor(Wait.forLogMessage(".* is ready\\n", 1).withStartupTimeout(Duration.ofSeconds(90)));
        container.start();
        return new BareNorthbound(container);
    }

    Endpoint.Tcp endpoint() {
        return new Endpoint.Tcp(container.getHost(), container.getMappedPort(PORT));
    }

    /** The server does nothing from now on. */
    void stall() throws IOException, InterruptedException {
        container.execInContainer("pkill", "-STOP", "ovsdb-server");
    }

    /** The server goes on. */
    void goOn() throws IOException, InterruptedException {
        container.execInContainer("pkill", "-CONT", "ovsdb-server");
    }

    @Override
    public void close() {
        container.stop();
    }
}
