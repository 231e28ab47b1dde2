package dev.terrace.k8s.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * A kube-apiserver with RBAC and an etcd of its own, and nothing else of Kubernetes: what controllers, the scheduler
 * and kubelets do elsewhere is the test's to do. It listens on the loopback only.
 */
public final class ApiServerProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String LOOPBACK = "127.0.0.1";

    /** The token of somebody who may do everything. */
    private static final String ADMIN_TOKEN = "may-do-everything";

    /** Service accounts are who has to get along with what they were granted. */
    private static final String AUDIT_POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
              - {level: Metadata, userGroups: ["system:serviceaccounts"]}
              - {level: None}
            """;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path directory;
    private final int port = freePort();
    private final int etcdPort = freePort();
    private final Kubectl admin;
    private final ServerProcess etcd;
    private ServerProcess server;
    private int accounts;

    private ApiServerProcess(Path directory) {
        this.directory = directory;
        admin = new Kubectl(kubeconfig("admin", ADMIN_TOKEN));
        etcd = startEtcd();
        server = startServer();
    }

    /**
     * Starts an empty cluster.
     *
     * @param name names the directory in {@code target} that holds its logs and data
     */
    public static ApiServerProcess start(String name) {
        Path directory = Path.of("target", "kubernetes", name).toAbsolutePath();
        delete(directory);
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("audit.yaml"), AUDIT_POLICY);
            Files.writeString(directory.resolve("tokens.csv"), ADMIN_TOKEN + ",admin,admin,system:masters\n");
            KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
            Files.writeString(directory.resolve("accounts.key"), pem("PRIVATE KEY", keys.getPrivate()));
            Files.writeString(directory.resolve("accounts.pub"), pem("PUBLIC KEY", keys.getPublic()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return new ApiServerProcess(directory);
    }

    /** {@code kubectl} of somebody who may do everything. */
    public Kubectl admin() {
        return admin;
    }

    /**
     * {@code kubectl} of a service account, which must exist.
     *
     * @param options of {@code kubectl create token}; without any, the token is good for an hour
     */
    public Kubectl serviceAccount(String namespace, String name, String... options) {
        List<String> arguments = new ArrayList<>(List.of("create", "token", name, "--namespace=" + namespace));
        arguments.addAll(List.of(options));
        String token = admin.run(arguments.toArray(String[]::new)).strip();
        return new Kubectl(kubeconfig(namespace + "-" + name + "-" + ++accounts, token));
    }

    /** What service accounts have asked so far. */
    public List<AuditedRequest> audited() {
        try (Stream<String> events = Files.lines(directory.resolve("audit.log"))) {
            return events.map(event -> AuditedRequest.read(JSON.readTree(event)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the API server, as an upgrade of its machine does. What it has stored stays. */
    public void stop() {
        server.stop();
    }

    /** Starts the API server again, on the same port. */
    public void resume() {
        server = startServer();
    }

    private ServerProcess startEtcd() {
        String client = "http://" + LOOPBACK + ":" + etcdPort;
        return ServerProcess.start(
                List.of(
                        Kubernetes.ETCD.path().toString(),
                        "--data-dir=" + directory.resolve("etcd"),
                        "--listen-client-urls=" + client,
                        "--advertise-client-urls=" + client,
                        "--listen-peer-urls=http://" + LOOPBACK + ":0",
                        // Nothing here has to outlive the machine.
                        "--unsafe-no-fsync"),
                directory.resolve("etcd.log"));
    }

    private ServerProcess startServer() {
        ServerProcess started = ServerProcess.start(
                List.of(
                        Kubernetes.API_SERVER.path().toString(),
                        "--etcd-servers=http://" + LOOPBACK + ":" + etcdPort,
                        "--bind-address=" + LOOPBACK,
                        "--secure-port=" + port,
                        // It makes a certificate for itself there.
                        "--cert-dir=" + directory,
                        "--token-auth-file=" + directory.resolve("tokens.csv"),
                        "--authorization-mode=RBAC",
                        "--service-account-issuer=https://kubernetes.default.svc",
                        "--service-account-key-file=" + directory.resolve("accounts.pub"),
                        "--service-account-signing-key-file=" + directory.resolve("accounts.key"),
                        "--service-cluster-ip-range=10.96.0.0/16",
                        // It would write an EndpointSlice of its own, and clusters of the tests have theirs.
                        "--endpoint-reconciler-type=none",
                        // Nobody makes the service account that pods would need.
                        "--disable-admission-plugins=ServiceAccount",
                        "--audit-policy-file=" + directory.resolve("audit.yaml"),
                        "--audit-log-path=" + directory.resolve("audit.log"),
                        "--allow-privileged=true"),
                directory.resolve("kube-apiserver.log"));
        started.await(PATIENCE, () -> admin.attempt("", "get", "--raw=/readyz").succeeded());
        return started;
    }

    private Path kubeconfig(String name, String token) {
        try {
            return Files.writeString(directory.resolve(name + ".kubeconfig"), """
                    apiVersion: v1
                    kind: Config
                    clusters:
                      - {name: it, cluster: {server: "https://%s:%d", certificate-authority: "%s"}}
                    users:
                      - {name: "%s", user: {token: "%s"}}
                    contexts:
                      - {name: it, context: {cluster: it, user: "%s"}}
                    current-context: it
                    """.formatted(
                            LOOPBACK, port, directory.resolve("apiserver.crt"), name, token, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pem(String label, Key key) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(label, Base64.getMimeEncoder().encodeToString(key.getEncoded()), label);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it. The logs stay until the next start. */
    @Override
    public void close() {
        server.stop();
        etcd.kill();
    }
}
