package dev.terrace.gateway.cli;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.Policy;
import dev.terrace.core.space.World;
import dev.terrace.gateway.Failure;
import dev.terrace.k8s.api.ClusterListing;
import dev.terrace.k8s.api.KubernetesException;
import dev.terrace.k8s.manifest.ManifestDirectory;
import dev.terrace.k8s.manifest.ManifestException;
import dev.terrace.k8s.object.Decoded;
import dev.terrace.k8s.object.ReadObject;
import dev.terrace.k8s.service.Services;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the commands that answer questions find the cluster: in files, at its API server, or both. */
final class ClusterOptions {

    @Option(
            names = "--objects",
            paramLabel = "DIR",
            description = "directory of manifests (YAML or JSON): pods, namespaces, nodes, policies of every kind, and "
                    + "Services with their EndpointSlices")
    private @Nullable Path directory;

    @Option(
            names = "--kube",
            description = "the cluster as it is now, from its API; with --objects, an object there takes the place of "
                    + "the cluster's")
    private boolean kube;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private KubeconfigOptions kubeconfig;

    /**
     * A cluster at one moment.
     *
     * @param facts what policies are about
     * @param services what people connect to
     */
    record Cluster(ClusterFacts facts, Services services) {}

    /**
     * Reads the cluster. What a policy says that is not done as written goes to {@code warnings}, as does what cannot
     * be used.
     *
     * @throws Failure when it cannot be read whole
     */
    Cluster read(PrintWriter warnings, ConfigurationOptions options) {
        Cluster cluster = read(warnings, options, _ -> {});
        warnOf(cluster.facts().policies().values(), warnings);
        return cluster;
    }

    /**
     * The same, judged as the other options say.
     *
     * @throws Failure as {@link #read}
     */
    World world(PrintWriter warnings, ConfigurationOptions options) {
        return options.world(read(warnings, options).facts());
    }

    /**
     * The same, and shows every object to somebody else, who tells people of what policies say.
     *
     * @throws Failure as {@link #read}
     */
    Cluster read(PrintWriter warnings, ConfigurationOptions options, Consumer<ReadObject> also) {
        if (directory == null && !kube) {
            throw Failure.ofInput("missing --objects DIR or --kube", null);
        }
        Services services = new Services();
        Consumer<ReadObject> everybody = object -> {
            services.learn(object);
            if (object.decoded() instanceof Decoded.Known(Fact _, List<String> doubts)) {
                String file = object.place() == null ? "" : object.place().file() + ": ";
                doubts.forEach(doubt -> warnings.println("terrace: warning: " + file + doubt));
            }
            also.accept(object);
        };
        List<Fact> facts = new ArrayList<>();
        if (kube) {
            facts.addAll(ofCluster(options, object -> {
                if (object.decoded() instanceof Decoded.Malformed malformed) {
                    warnings.println("terrace: warning: passed over: " + malformed.message());
                }
                everybody.accept(object);
            }));
        }
        if (directory != null) {
            facts.addAll(ofDirectory(directory, everybody));
        }
        warnings.flush();
        return new Cluster(ClusterFacts.of(facts), services);
    }

    private List<Fact> ofCluster(ConfigurationOptions options, Consumer<ReadObject> also) {
        try {
            return ClusterListing.read(kubeconfig.kubeconfig(options), kubeconfig.context(options), also);
        } catch (KubernetesException e) {
            throw Failure.ofWork(String.valueOf(e.getMessage()), e);
        }
    }

    private static List<Fact> ofDirectory(Path directory, Consumer<ReadObject> also) {
        try {
            return ManifestDirectory.read(directory, also);
        } catch (ManifestException e) {
            throw Failure.ofInput(String.valueOf(e.getMessage()), e);
        }
    }

    /** Tells what policies say that is not done as written. */
    static void warnOf(Collection<Policy> policies, PrintWriter warnings) {
        policies.stream()
                .sorted(Comparator.comparing(Policy::key))
                .forEach(policy -> policy.problems()
                        .forEach(problem -> warnings.println("terrace: warning: " + policy.key() + ": " + problem)));
        warnings.flush();
    }
}
