package dev.terrace.gateway.cli;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Policy;
import dev.terrace.gateway.Failure;
import dev.terrace.k8s.manifest.ManifestDirectory;
import dev.terrace.k8s.manifest.ManifestException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import picocli.CommandLine.Option;

/** Where the commands that need no server find the cluster. */
final class ObjectsOption {

    @Option(
            names = "--objects",
            required = true,
            paramLabel = "DIR",
            description = "directory of manifests (YAML or JSON): pods, namespaces, nodes and policies of every kind")
    @SuppressWarnings("NullAway.Init") // picocli sets it, or the command does not run
    private Path directory;

    /**
     * The cluster in the directory. What a policy says that is not done as written goes to {@code warnings}.
     *
     * @throws Failure when the directory cannot be read whole
     */
    ClusterFacts read(PrintWriter warnings) {
        ClusterFacts facts;
        try {
            facts = ClusterFacts.of(ManifestDirectory.read(directory));
        } catch (ManifestException e) {
            throw Failure.ofInput(String.valueOf(e.getMessage()), e);
        }
        facts.policies().values().stream()
                .sorted(Comparator.comparing(Policy::key))
                .forEach(policy -> policy.problems()
                        .forEach(problem -> warnings.println("terrace: warning: " + policy.key() + ": " + problem)));
        warnings.flush();
        return facts;
    }
}
