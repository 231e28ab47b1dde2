package dev.terrace.e2e.image;

import com.github.dockerjava.api.model.Bind;
import dev.terrace.e2e.node.OvnNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** A Northbound database whose socket is in a directory of this machine, as that of a node is. */
public final class NodeDatabase implements AutoCloseable {

    private static final int PORT = 6641;

    private final GenericContainer<?> container;

    private NodeDatabase(GenericContainer<?> container) {
        this.container = container;
    }

    /**
     * Starts one that holds nothing but the name of its node, as OVN-Kubernetes says it.
     *
     * @param directory where its socket comes to be
     */
    @SuppressWarnings("resource") // closed by close()
    public static NodeDatabase start(Path directory, String node) {
        GenericContainer<?> container = new GenericContainer<>(OvnNode.IMAGE)
                .withImagePullPolicy(image -> false)
                .withLabel(OvnNode.LABEL, "true")
                // Testcontainers' own way would try a small image first, which cannot be pulled everywhere.
                .withCreateContainerCmdModifier(command -> Objects.requireNonNull(command.getHostConfig())
                        .withBinds(Bind.parse(directory.toAbsolutePath() + ":/var/run/ovn")))
                .withEnv("NODE", node)
                .withCommand("nb")
                .withExposedPorts(PORT)
                .waitingFor(Wait.forLogMessage(".* is ready\\n", 1).withStartupTimeout(Duration.ofSeconds(90)));
        container.start();
        return new NodeDatabase(container);
    }

    /** Runs a shell script beside the server; what it prints. */
    public String script(String text) {
        try {
            ExecResult done = container.execInContainer("bash", "-c", text);
            if (done.getExitCode() != 0) {
                throw new IllegalStateException(text + ": " + done.getStderr() + done.getStdout());
            }
            return done.getStdout();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The address at which this machine reaches its container. */
    public String address() {
        return container.getContainerInfo().getNetworkSettings().getNetworks().values().stream()
                .map(network -> network.getIpAddress())
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        container.stop();
    }
}
