package dev.terrace.ovn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.terrace.ovn.rpc.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;

/**
 * An {@code ovsdb-server} with a Northbound database and nothing else of OVN, in a container. As a static extension it
 * is there for all tests of a class.
 */
final class NorthboundServer implements AutoCloseable, NorthboundRows, BeforeAllCallback, AfterAllCallback {

    static final String SCHEMA = "/usr/share/ovn/ovn-nb.ovsschema";

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int PORT = 6641;
    private static final int TLS_PORT = 6642;

    private final GenericContainer<?> container;

    /**
     * @param schema the path of the schema inside the container
     * @param prepare shell commands that run before the server, each ending in {@code ;}
     */
    NorthboundServer(String schema, String prepare) {
        container = new GenericContainer<>(IMAGE)
                .withLabel("dev.terrace.test", "true")
                .withExposedPorts(PORT, TLS_PORT)
                .waitingFor(Wait.forSuccessfulCommand("true"))
                .withCreateContainerCmdModifier(
                        command -> command.withEntrypoint("sh").withCmd("/serve"))
                .withCopyToContainer(Transferable.of("""
                                set -e
                                mkdir -p /run/openvswitch /nb
                                %s
                                while :; do
                                    [ -e /nb/db ] || ovsdb-tool create /nb/db %s
                                    ovsdb-server --pidfile=/nb/pid --unixctl=/nb/ctl --remote=ptcp:%d:0.0.0.0 \
                                        --remote=punix:/nb/sock $(cat /tls/options 2>/dev/null) /nb/db || true
                                done
                                """.formatted(prepare, schema, PORT)), "/serve");
    }

    NorthboundServer() {
        this(SCHEMA, "");
    }

    /** Makes the server's Unix socket appear in a directory of the host. */
    @SuppressWarnings("deprecation") // its successor is a file copy, through which no socket works
    NorthboundServer mounting(Path directory) {
        container.withFileSystemBind(directory.toString(), "/nb");
        return this;
    }

    NorthboundServer start() {
        container.start();
        run("until ovsdb-client list-dbs unix:/nb/sock; do sleep 0.1; done");
        return this;
    }

    @Override
    public void beforeAll(ExtensionContext tests) {
        start();
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        close();
    }

    Endpoint endpoint() {
        return new Endpoint.Tcp(container.getHost(), container.getMappedPort(PORT));
    }

    /** Where it listens for TLS, after {@link #useAuthority}. */
    Endpoint tlsEndpoint() {
        return new Endpoint.Ssl(container.getHost(), container.getMappedPort(TLS_PORT));
    }

    /**
     * Makes another certificate authority and certificates for server and client, and has the server use them, after a
     * new start.
     *
     * @param directory where the client's {@code key.pem}, {@code cert.pem} and {@code ca.pem} are put
     */
    void useAuthority(Path directory) {
        run("""
            mkdir -p /tls && cd /tls && rm -f *.pem
            openssl req -x509 -newkey rsa:2048 -nodes -days 9 -subj /CN=authority -keyout ca-key.pem -out ca.pem 2>/dev/null
            for who in server client; do
                openssl req -newkey rsa:2048 -nodes -subj /CN=$who -keyout $who-key.pem -out $who.csr 2>/dev/null
                openssl x509 -req -in $who.csr -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 9 -out $who.pem 2>/dev/null
            done
            echo --remote=pssl:%d:0.0.0.0 --private-key=/tls/server-key.pem --certificate=/tls/server.pem --ca-cert=/tls/ca.pem > options
            """.formatted(TLS_PORT));
        container.copyFileFromContainer(
                "/tls/client-key.pem", directory.resolve("key.pem").toString());
        container.copyFileFromContainer(
                "/tls/client.pem", directory.resolve("cert.pem").toString());
        container.copyFileFromContainer(
                "/tls/ca.pem", directory.resolve("ca.pem").toString());
        restart();
    }

    /** Ends the server process; it comes back with its data. */
    void restart() {
        run("""
            old=$(cat /nb/pid)
            ovs-appctl -t /nb/ctl exit
            until new=$(cat /nb/pid) && [ "$new" != "$old" ] && ovsdb-client list-dbs unix:/nb/sock; do sleep 0.1; done
            """);
    }

    /** Ends the server process; it comes back with an empty database. */
    void restartEmpty() {
        run("rm /nb/db");
        restart();
    }

    /** Deletes every row of the tables that tests write. */
    void clear() {
        transact(Stream.of("Port_Group", "Address_Set", "Meter", "Logical_Switch", "NB_Global")
                .map(table -> PlainClient.delete(table, Map.of()))
                .toArray(ObjectNode[]::new));
    }

    @Override
    public List<JsonNode> rows(String table) {
        try (PlainClient client = client()) {
            return client.rows(table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another client, which is not under test. */
    PlainClient client() throws IOException {
        return new PlainClient(endpoint(), Duration.ofSeconds(30));
    }

    /** Runs a shell command, and fails unless that succeeds. */
    String run(String command) {
        try {
            ExecResult result = container.execInContainer("sh", "-c", command);
            if (result.getExitCode() != 0) {
                throw new AssertionError(command + ": " + result.getStdout() + result.getStderr());
            }
            return result.getStdout();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What {@code ovn-nbctl} prints. */
    String nbctl(String arguments) {
        return run("ovn-nbctl --no-leader-only --db=unix:/nb/sock " + arguments);
    }

    /**
     * What each transaction changed that changed something in a table, as the database's file has it: table, row,
     * column. A client that follows the server may be told of two transactions at once.
     */
    List<JsonNode> transactions(String table) {
        return run("grep -v '^OVSDB JSON' /nb/db")
                .lines()
                .map(NorthboundServer::json)
                .filter(transaction -> transaction.has(table))
                .toList();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The results of a transaction of somebody else. */
    JsonNode transact(ObjectNode... operations) {
        try (PlainClient client = client()) {
            return client.transact(List.of(operations));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The records of the database file, of which each transaction that changed anything adds one. */
    int transactions() {
        return Integer.parseInt(run("grep -c '^OVSDB JSON' /nb/db").trim());
    }

    @Override
    public void close() {
        container.stop();
    }
}
