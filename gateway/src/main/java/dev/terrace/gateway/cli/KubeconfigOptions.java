package dev.terrace.gateway.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster, where one is asked. */
final class KubeconfigOptions {

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "describes the cluster (default: as kubectl, or the service account in a pod)")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "the context of the kubeconfig (default: the current one)")
    private @Nullable String context;

    @Nullable Path kubeconfig(ConfigurationOptions options) {
        String configured = options.configuration().kubeconfig();
        return kubeconfig != null ? kubeconfig : configured == null ? null : Path.of(configured);
    }

    @Nullable String context(ConfigurationOptions options) {
        return context != null ? context : options.configuration().context();
    }
}
