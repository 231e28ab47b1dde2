package dev.terrace.e2e.bench.nb;

import dev.terrace.e2e.node.OvnNode;
import dev.terrace.ovn.rpc.Endpoint;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;

/**
 * An {@code ovsdb-server} with a Northbound database and nothing else of OVN, in a container. Its file lies in memory,
 * so that no disk is measured.
 */
final class DatabaseServer implements AutoCloseable {

    private static final int PORT = 6641;

    /** {@code sysconf(_SC_CLK_TCK)}, the same on every Linux that people use. */
    private static final double TICKS_PER_SECOND = 100;

    private final GenericContainer<?> container;

    private DatabaseServer(GenericContainer<?> container) {
        this.container = container;
    }

    @SuppressWarnings("resource") // closed by close()
    static DatabaseServer start() throws IOException, InterruptedException {
        GenericContainer<?> container = new GenericContainer<>(OvnNode.IMAGE)
                .withImagePullPolicy(image -> false)
                .withLabel(OvnNode.LABEL, "true")
                .withTmpFs(Map.of("/nb", "rw"))
                .waitingFor(Wait.forSuccessfulCommand("true"))
                .withCreateContainerCmdModifier(
                        command -> command.withEntrypoint("sh").withCmd("/serve"))
                .withCopyToContainer(Transferable.of("""
                        set -e
                        mkdir -p /run/openvswitch /run/ovn
                        while :; do
                            [ -e /nb/db ] || ovsdb-tool create /nb/db /usr/share/ovn/ovn-nb.ovsschema
                            ovsdb-server --pidfile=/nb/pid --unixctl=/nb/ctl --remote=ptcp:%d:0.0.0.0 /nb/db || true
                        done
                        """.formatted(PORT)), "/serve");
        container.start();
        DatabaseServer server = new DatabaseServer(container);
        server.run("until ovsdb-client list-dbs %s; do sleep 0.1; done".formatted(server.inside()));
        return server;
    }

    /** Where it listens for this machine: the container itself, because a proxy on the way would be measured too. */
    Endpoint.Tcp endpoint() {
        String address = container.getContainerInfo().getNetworkSettings().getNetworks().values().stream()
                .findFirst()
                .orElseThrow()
                .getIpAddress();
        return new Endpoint.Tcp(Objects.requireNonNull(address, "the container has no address"), PORT);
    }

    /** Where it listens for those in the container. */
    String inside() {
        return "tcp:127.0.0.1:" + PORT;
    }

    /** Ends the server process; it comes back with nothing but the switch ports that the groups hold. */
    void restartEmpty() throws IOException, InterruptedException {
        run("""
            old=$(cat /nb/pid)
            rm /nb/db
            ovs-appctl -t /nb/ctl exit
            until new=$(cat /nb/pid) && [ "$new" != "$old" ] && ovsdb-client list-dbs %s; do sleep 0.1; done
            """.formatted(inside()));
        try (PlainClient client = new PlainClient(endpoint())) {
            client.call(Requests.insertingPorts());
        }
    }

    /** Starts anew with the rows of policies. */
    void fill(List<Policy> policies) throws Exception {
        restartEmpty();
        try (PlainClient client = new PlainClient(endpoint())) {
            client.blast(Requests.inserting(policies));
        }
        check(policies);
    }

    /** Makes sure that the rows of policies are there, by their number. */
    void check(List<Policy> policies) throws IOException, InterruptedException {
        int acls = policies.stream().mapToInt(policy -> policy.acls().size()).sum();
        // Of address sets there may be one more, the fence.
        if (rows("ACL") != acls || rows("Port_Group") != policies.size() || rows("Address_Set") < policies.size()) {
            throw new IllegalStateException("rows are missing");
        }
    }

    private int rows(String table) throws IOException, InterruptedException {
        String rows = run("ovsdb-client --format=csv --no-headings dump %s OVN_Northbound %s _uuid | grep -c -- -"
                .formatted(inside(), table));
        return Integer.parseInt(rows.strip());
    }

    /** The records of the database file, of which each transaction that changes anything adds one. */
    int records() throws IOException, InterruptedException {
        return Integer.parseInt(run("grep -c '^OVSDB JSON' /nb/db").strip());
    }

    /** The processor time that the server has taken so far. */
    double processorSeconds() throws IOException, InterruptedException {
        String[] ticks =
                run("cut -d' ' -f14,15 /proc/$(cat /nb/pid)/stat").strip().split(" ");
        return (Integer.parseInt(ticks[0]) + Integer.parseInt(ticks[1])) / TICKS_PER_SECOND;
    }

    void copy(byte[] content, String path) {
        container.copyFileToContainer(Transferable.of(content), path);
    }

    /** Runs a shell command; what it prints. */
    String run(String command) throws IOException, InterruptedException {
        ExecResult result = container.execInContainer("sh", "-c", command);
        if (result.getExitCode() != 0) {
            throw new IllegalStateException(command + ": " + result.getStdout() + result.getStderr());
        }
        return result.getStdout();
    }

    @Override
    public void close() {
        container.stop();
    }
}
