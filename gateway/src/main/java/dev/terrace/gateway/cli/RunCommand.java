package dev.terrace.gateway.cli;

import dev.terrace.core.full.FullTranslator;
import dev.terrace.gateway.Failure;
import dev.terrace.gateway.run.Gateway;
import dev.terrace.k8s.manifest.ManifestDirectorySource;
import dev.terrace.k8s.manifest.ManifestException;
import dev.terrace.ovn.NorthboundException;
import dev.terrace.ovn.NorthboundWriter;
import dev.terrace.ovn.WriterListener;
import dev.terrace.ovn.rpc.Endpoint;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
        sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields, or the command does not run
public final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    private static final String DIRECTORY = "dir:";

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            description = "where policies and pods come from: dir:PATH, a directory of manifests, which is watched")
    private @Nullable String source;

    @Option(
            names = "--nb",
            paramLabel = "ENDPOINT",
            description = "the OVN Northbound database: tcp:HOST:PORT or unix:PATH")
    private @Nullable String nb;

    @Mixin
    private ConfigurationOptions options;

    @Override
    public Integer call() throws InterruptedException {
        Path directory = directory();
        Endpoint endpoint = endpoint();
        FullTranslator translator = new FullTranslator(options.owner(), options.layout(), options.platform());
        CountDownLatch end = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(end::countDown));
        try (NorthboundWriter writer = new NorthboundWriter(endpoint, options.owner(), WriterListener.NONE);
                Gateway gateway = new Gateway(translator, writer);
                ManifestDirectorySource _ = ManifestDirectorySource.start(
                        directory,
                        gateway.sink(),
                        error -> LOG.warn("{}; the rows stay as they are until it is mended", error.getMessage()))) {
            LOG.info("watching {}{}", DIRECTORY, directory);
            writer.start().toCompletableFuture().get();
            gateway.start();
            end.await();
            return 0;
        } catch (ManifestException e) {
            throw Failure.ofInput(String.valueOf(e.getMessage()), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NorthboundException unusable) {
                throw Failure.ofWork(String.valueOf(unusable.getMessage()), unusable);
            }
            throw new IllegalStateException(e);
        }
    }

    private Path directory() {
        String wanted = required("--source", source, options.configuration().source());
        if (wanted.startsWith(DIRECTORY) && wanted.length() > DIRECTORY.length()) {
            return Path.of(wanted.substring(DIRECTORY.length()));
        }
        throw Failure.ofInput(
                wanted.equals("kube")
                        ? "source kube: the Kubernetes API as a source is not built yet; use dir:PATH"
                        : "source \"" + wanted + "\" is not dir:PATH",
                null);
    }

    private Endpoint endpoint() {
        try {
            return Endpoint.parse(required("--nb", nb, options.configuration().nb()));
        } catch (IllegalArgumentException e) {
            throw Failure.ofInput(String.valueOf(e.getMessage()), e);
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
