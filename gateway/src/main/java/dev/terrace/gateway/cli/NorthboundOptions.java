package dev.terrace.gateway.cli;

import dev.terrace.gateway.Failure;
import dev.terrace.gateway.config.GatewayConfiguration.TlsFiles;
import dev.terrace.ovn.WriterSettings;
import dev.terrace.ovn.rpc.Endpoint;
import dev.terrace.ovn.rpc.Tls;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the Northbound database is, and how to get in; the flags of TLS are those of {@code ovn-nbctl}. */
final class NorthboundOptions {

    @Option(
            names = "--nb",
            paramLabel = "ENDPOINT",
            description = "the OVN Northbound database: tcp:HOST:PORT, ssl:HOST:PORT or unix:PATH; "
                    + "for a cluster its members, with commas between them")
    private @Nullable String nb;

    @Option(
            names = {"-p", "--private-key"},
            paramLabel = "FILE",
            description = "for ssl: our private key (PEM, PKCS #8)")
    private @Nullable String privateKey;

    @Option(
            names = {"-c", "--certificate"},
            paramLabel = "FILE",
            description = "for ssl: our certificate (PEM); read again at each connect")
    private @Nullable String certificate;

    @Option(
            names = {"-C", "--ca-cert"},
            paramLabel = "FILE",
            description = "for ssl: the authority that signed the server's certificate (PEM)")
    private @Nullable String authority;

    @Option(
            names = "--verify-hostname",
            description = "for ssl: the server's certificate must also be for the host of the endpoint")
    private @Nullable Boolean verifyHostname;

    /** Whether the command line names one. */
    boolean given() {
        return nb != null;
    }

    /** @throws Failure when something is missing or no endpoint */
    WriterSettings settings(ConfigurationOptions options) {
        String text = ConfigurationOptions.first(nb, options.configuration().nb(), "");
        if (text.isEmpty()) {
            throw Failure.ofInput("missing --nb, on the command line or in the configuration file", null);
        }
        List<Endpoint> endpoints;
        try {
            endpoints = Endpoint.parseAll(text);
        } catch (IllegalArgumentException e) {
            throw Failure.ofInput(String.valueOf(e.getMessage()), e);
        }
        WriterSettings settings = WriterSettings.of(endpoints, options.owner());
        return endpoints.stream().anyMatch(Endpoint.Ssl.class::isInstance)
                ? settings.withTls(tls(options.configuration().tls()))
                : settings;
    }

    private Tls tls(@Nullable TlsFiles configured) {
        TlsFiles files = configured != null ? configured : new TlsFiles(null, null, null, null);
        boolean verifies = verifyHostname != null ? verifyHostname : Boolean.TRUE.equals(files.verifyHostname());
        return new Tls(
                file("--private-key", privateKey, files.privateKey()),
                file("--certificate", certificate, files.certificate()),
                file("--ca-cert", authority, files.caCert()),
                verifies);
    }

    private static Path file(String flag, @Nullable String given, @Nullable String configured) {
        String path = ConfigurationOptions.first(given, configured, "");
        if (path.isEmpty()) {
            throw Failure.ofInput("missing " + flag + ", which an endpoint of ssl: needs", null);
        }
        return Path.of(path);
    }
}
