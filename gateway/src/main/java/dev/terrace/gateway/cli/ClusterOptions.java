package dev.terrace.gateway.cli;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Policy;
import dev.terrace.core.space.World;
import dev.terrace.gateway.Failure;
import dev.terrace.k8s.manifest.ManifestDirectory;
import dev.terrace.k8s.manifest.ManifestException;
import dev.terrace.k8s.service.Services;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import picocli.CommandLine.Option;

/** Where the commands that answer questions find the cluster. */
final class ClusterOptions {

    @Option(
            names = "--objects",
            required = true,
            paramLabel = "DIR",
            description = "directory of manifests (YAML or JSON): pods, namespaces, nodes, policies of every kind, and "
                    + "Services with their EndpointSlices")
    @SuppressWarnings("NullAway.Init") // picocli sets it, or the command does not run
    private Path directory;

    /**
     * A cluster at one moment.
     *
     * @param facts what policies are about
     * @param services what people connect to
     */
    record Cluster(ClusterFacts facts, Services services) {}

    /**
     * Reads the cluster. What a policy says that is not done as written goes to {@code warnings}.
     *
     * @throws Failure when it cannot be read whole
     */
    Cluster read(PrintWriter warnings) {
        Services services = new Services();
        ClusterFacts facts;
        try {
            facts = ClusterFacts.of(ManifestDirectory.read(directory, services::learn));
        } catch (ManifestException e) {
            throw Failure.ofInput(String.valueOf(e.getMessage()), e);
        }
        facts.policies().values().stream()
                .sorted(Comparator.comparing(Policy::key))
                .forEach(policy -> policy.problems()
                        .forEach(problem -> warnings.println("terrace: warning: " + policy.key() + ": " + problem)));
        warnings.flush();
        return new Cluster(facts, services);
    }

    /**
     * The same, judged as the other options say.
     *
     * @throws Failure as {@link #read}
     */
    World world(PrintWriter warnings, ConfigurationOptions options) {
        return new World(
                read(warnings).facts(), options.platform(), options.layout().order());
    }
}
