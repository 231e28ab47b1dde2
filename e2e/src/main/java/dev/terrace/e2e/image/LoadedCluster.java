package dev.terrace.e2e.image;

import dev.terrace.e2e.live.TemporaryDirectory;
import dev.terrace.e2e.synthetic.Manifests;
import dev.terrace.e2e.synthetic.ScaledShape;
import dev.terrace.e2e.synthetic.SyntheticCluster;
import dev.terrace.k8s.server.ApiServerProcess;
import dev.terrace.k8s.server.Kubectl;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An API server that holds a made-up cluster with policies of all kinds, and a node's empty Northbound database. */
public final class LoadedCluster implements AutoCloseable {

    /** What a server says of an object and nobody else may. */
    private static final Pattern OF_THE_SERVER = Pattern.compile("(?m)^ *(resourceVersion|uid): .*\\n");

    private final ApiServerProcess api;
    private final TemporaryDirectory directory = TemporaryDirectory.of("pods");
    private final NodeDatabase database;
    private final Path root;
    private final String node;

    /**
     * Starts both and waits until all objects are there.
     *
     * @param name of the directory in {@code target} that holds logs and data
     * @param root of the sources
     */
    public LoadedCluster(String name, Path root, ScaledShape shape) {
        this.root = root;
        api = ApiServerProcess.start(name);
        Kubectl admin = api.admin();
        admin.run("apply", "--server-side", "--kustomize=" + root.resolve("deploy/base"));
        admin.apply(upstreamKinds());
        admin.run("wait", "--for=condition=Established", "crd", "--all");
        SyntheticCluster cluster = shape.cluster();
        node = cluster.nodes().getFirst().name();
        create(admin, cluster);
        database = NodeDatabase.start(directory.folder("ovn"), node);
    }

    private static String upstreamKinds() {
        try (InputStream kinds =
                Objects.requireNonNull(LoadedCluster.class.getResourceAsStream("upstream-kinds.yaml"))) {
            return new String(kinds.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void create(Kubectl admin, SyntheticCluster cluster) {
        Path objects = directory.path().resolve("objects");
        try {
            Manifests.write(cluster, objects);
            List<Path> files;
            try (Stream<Path> all = Files.list(objects)) {
                files = all.sorted().toList();
            }
            // Namespaces stand beside their policies, and pods come after them.
            for (Path file : files) {
                Files.writeString(
                        file, OF_THE_SERVER.matcher(Files.readString(file)).replaceAll(""));
                if (!holdsPods(file)) {
                    admin.run("create", "--filename=" + file);
                }
            }
            for (Path file : files) {
                if (holdsPods(file)) {
                    admin.run("create", "--filename=" + file);
                    admin.applyStatus(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        admin.applyStatus(objects.resolve("nodes.yaml"));
    }

    private static boolean holdsPods(Path file) {
        return file.toString().endsWith("-pods.yaml");
    }

    public NodeDatabase database() {
        return database;
    }

    /** {@code kubectl} of somebody who may do everything. */
    public Kubectl admin() {
        return api.admin();
    }

    /** An overlay of {@code deploy/overlays}, as the API server completes it. */
    public Overlay overlay(String name, String kind) {
        return Overlay.render(api.admin(), root.resolve("deploy/overlays").resolve(name), kind);
    }

    /**
     * A kubelet of the node whose Northbound database this is.
     *
     * @param secrets the files of each
     */
    public Kubelet kubelet(Map<String, Map<String, String>> secrets) {
        return new Kubelet(
                directory.folder("pods"),
                node,
                api.serviceAccount("terrace", "terrace").kubeconfig(),
                Map.of("/var/run/ovn", directory.folder("ovn")),
                secrets);
    }

    @Override
    public void close() {
        database.close();
        api.close();
        directory.close();
    }
}
