package dev.terrace.gateway.cli;

import dev.terrace.core.model.FactSink;
import dev.terrace.core.row.HoldRows;
import dev.terrace.core.status.StatusSink;
import dev.terrace.gateway.Failure;
import dev.terrace.gateway.observe.Observation;
import dev.terrace.gateway.run.AnchorChoice;
import dev.terrace.gateway.run.Gateway;
import dev.terrace.gateway.run.KnownFacts;
import dev.terrace.gateway.run.PolicyProgress;
import dev.terrace.gateway.run.SpareHeap;
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
import java.util.HashMap;
import java.util.Map;
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

    @Mixin
    private KubeconfigOptions kubeconfig;

    @Mixin
    private NorthboundOptions northbound;

    @Option(
            names = "--allow-mass-delete",
            description = "remove rows even if they are more than 100 and more than half of all at once, "
                    + "which are held back otherwise")
    private boolean massDelete;

    @Mixin
    private ListenOption listen;

    @Mixin
    private NodeOption node;

    @Mixin
    private StatusOptions statusOptions;

    @Mixin
    private ConfigurationOptions options;

    @Override
    public Integer call() throws InterruptedException {
        String from = source();
        WriterSettings settings = settings();
        AnchorChoice anchor = options.anchor();
        Translator translator = new Translator(
                options.owner(),
                options.layout(),
                options.platform(),
                node.zone(options),
                anchor.of(options.layout(), false),
                options.logRate());
        ListenAddress address = listen.address(options);
        KnownFacts known = new KnownFacts();
        Observation.Ear ear = new Observation.Ear(settings.endpoints());
        PolicyProgress progress = new PolicyProgress(statusOptions.waitsForDatapath(options));
        try (Termination termination = Termination.listen();
                NorthboundWriter writer = new NorthboundWriter(settings, ear.and(progress));
                Gateway gateway = new Gateway(translator, anchor, writer, progress, options.selfCheckInterval());
                Observation observation = new Observation(known, gateway, writer, ear);
                ListenOption.Serving _ = ListenOption.serve(address, observation.pages(), observation.orders());
                Source opened = open(from, known.before(gateway.sink()));
                SpareHeap spareHeap =
                        new SpareHeap(() -> known.synced() && writer.state().isAtRest())) {
            known.heed(opened::troubles);
            writer.start().toCompletableFuture().get();
            gateway.start(opened.statuses());
            observation.start();
            spareHeap.start();
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

    private WriterSettings settings() {
        WriterSettings settings = northbound.settings(options).withMassDelete(massDelete);
        HoldRows hold = options.holdNewPods().of(options.owner(), options.layout(), node.zone(options));
        if (hold != null) {
            settings = settings.withHold(hold);
        }
        String name = node.name(options);
        return name.isEmpty() ? settings : settings.withNode(name);
    }

    /** What is open while the gateway runs. */
    private interface Source extends AutoCloseable {

        /** Where it is told what has become of the policies. */
        default StatusSink statuses() {
            return StatusSink.NONE;
        }

        /** What it cannot read at present, by the kind of object, and why. */
        default Map<String, String> troubles() {
            return Map.of();
        }

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
        try {
            KubernetesSource cluster = KubernetesSource.start(
                    kubeconfig.kubeconfig(options), kubeconfig.context(options), sink, LOG::warn);
            LOG.info("watching {}:{}", KUBE, cluster.url());
            return new Cluster(cluster, cluster.tellStatuses(statusOptions.settings(node.name(options), options)));
        } catch (KubernetesException e) {
            throw Failure.ofWork(String.valueOf(e.getMessage()), e);
        }
    }

    private record Cluster(KubernetesSource source, StatusSink statuses) implements Source {

        @Override
        public Map<String, String> troubles() {
            Map<String, String> troubles = new HashMap<>();
            source.troubles().forEach((kind, why) -> troubles.put(kind.kind(), why));
            return troubles;
        }

        @Override
        public void close() {
            source.close();
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
