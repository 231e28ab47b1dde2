package dev.terrace.gateway.cli;

import dev.terrace.core.model.FactSink;
import dev.terrace.gateway.Failure;
import dev.terrace.gateway.observe.Observation;
import dev.terrace.gateway.run.Gateway;
import dev.terrace.gateway.run.KnownFacts;
import dev.terrace.gateway.run.Termination;
import dev.terrace.gateway.run.Translator;
import dev.terrace.gateway.web.ListenAddress;
import dev.terrace.k8s.api.KubernetesException;
import dev.terrace.k8s.api.KubernetesSource;
import dev.terrace.k8s.manifest.ManifestDirectorySource;
import dev.terrace.k8s.manifest.ManifestException;
import dev.terrace.ovn.NorthboundException;
import dev.terrace.ovn.NorthboundWriter;
import dev.terrace.ovn.WriterSettings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code terrace run}: keeps a Northbound database as a source says, until it is told to end. */
@Command(
        name = "run",
        description = "Keeps the Northbound database as the policies say, until it is told to end.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "--source and --nb are needed, here or in the configuration file.",
            "SIGTERM and SIGINT end it. The rows stay as they are then."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it was told to end",
            "1:at the start, the server did not answer or is no OVN with ACL tiers",
            "2:at the start, the source or the command line was wrong"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields, or the command does not run
public final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    private static final String DIRECTORY = "dir:";
    private static final String KUBE = "kube";

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            description = "where policies and pods come from: dir:PATH, a directory of manifests, which is watched, "
                    + "or kube, the Kubernetes API")
    private @Nullable String source;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "the cluster of the source kube (default: as kubectl, or the service account in a pod)")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "the context of the kubeconfig (default: the current one)")
    private @Nullable String context;

    @Mixin
    private NorthboundOptions northbound;

    @Mixin
    private ListenOption listen;

    @Mixin
    private ConfigurationOptions options;

    @Override
    public Integer call() throws InterruptedException {
        String from = source();
        WriterSettings settings = northbound.settings(options);
        Translator translator = new Translator(options.owner(), options.layout(), options.platform());
        ListenAddress address = listen.address(options);
        KnownFacts known = new KnownFacts();
        Observation.Ear ear = new Observation.Ear(settings.endpoints());
        try (Termination termination = Termination.listen();
                NorthboundWriter writer = new NorthboundWriter(settings, ear);
                Gateway gateway = new Gateway(translator, writer, options.selfCheckInterval());
                Observation observation = new Observation(known, gateway, writer, ear);
                ListenOption.Serving _ = ListenOption.serve(address, observation.pages(), observation.orders());
                Source _ = open(from, known.before(gateway.sink()))) {
            writer.start().toCompletableFuture().get();
            gateway.start();
            observation.start();
            termination.await();
            LOG.info("told to end; the rows stay as they are");
            return 0;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NorthboundException unusable) {
                throw Failure.ofWork(String.valueOf(unusable.getMessage()), unusable);
            }
            throw new IllegalStateException(e);
        }
    }

    /** What is open while the gateway runs. */
    private interface Source extends AutoCloseable {
        @Override
        void close();
    }

    /** @throws Failure when it is no source that we know */
    private String source() {
        String wanted = required("--source", source, options.configuration().source());
        if (wanted.equals(KUBE) || (wanted.startsWith(DIRECTORY) && wanted.length() > DIRECTORY.length())) {
            return wanted;
        }
        throw Failure.ofInput("source \"" + wanted + "\" is neither dir:PATH nor kube", null);
    }

    private Source open(String from, FactSink sink) {
        return from.equals(KUBE) ? openCluster(sink) : openDirectory(from, sink);
    }

    private static Source openDirectory(String from, FactSink sink) {
        try {
            ManifestDirectorySource manifests = ManifestDirectorySource.start(
                    Path.of(from.substring(DIRECTORY.length())),
                    sink,
                    error -> LOG.warn("{}; the rows stay as they are until it is mended", error.getMessage()));
            LOG.info("watching {}", from);
            return manifests::close;
        } catch (ManifestException e) {
            throw Failure.ofInput(String.valueOf(e.getMessage()), e);
        }
    }

    private Source openCluster(FactSink sink) {
        String configured = options.configuration().kubeconfig();
        String wanted = context != null ? context : options.configuration().context();
        try {
            KubernetesSource cluster = KubernetesSource.start(
                    kubeconfig != null ? kubeconfig : configured == null ? null : Path.of(configured),
                    wanted,
                    sink,
                    unusable -> LOG.warn("{}; what was known of it stands", unusable.message()));
            LOG.info("watching {}:{}", KUBE, cluster.url());
            return cluster::close;
        } catch (KubernetesException e) {
            throw Failure.ofWork(String.valueOf(e.getMessage()), e);
        }
    }

    private static String required(String flag, @Nullable String given, @Nullable String configured) {
        String value = ConfigurationOptions.first(given, configured, "");
        if (value.isEmpty()) {
            throw Failure.ofInput("missing " + flag + ", on the command line or in the configuration file", null);
        }
        return value;
    }
}
