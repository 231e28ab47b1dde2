package dev.terrace.gateway.cli;

import dev.terrace.gateway.Failure;
import dev.terrace.gateway.config.GatewayConfiguration.StatusKeys;
import dev.terrace.k8s.status.StatusSettings;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How it is told in the cluster what has become of its policies. */
final class StatusOptions {

    private static final String DEFAULT_ZONE = "default";
    private static final String DEFAULT_NAMESPACE = "terrace";

    /** What may be a part of the name of an object. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,200}[a-z0-9])?");

    @Option(
            names = "--zone",
            paramLabel = "NAME",
            description = "which of the Northbound databases of the cluster this is (default: that of --node, or "
                    + DEFAULT_ZONE + ")")
    private @Nullable String zone;

    /** @param node whose database it is, or empty */
    StatusSettings settings(String node, ConfigurationOptions options) {
        StatusKeys keys = keys(options);
        return StatusSettings.of(
                name("zone", ConfigurationOptions.first(zone, keys.zone(), node.isEmpty() ? DEFAULT_ZONE : node)),
                name("namespace", ConfigurationOptions.first(null, keys.namespace(), DEFAULT_NAMESPACE)));
    }

    boolean waitsForDatapath(ConfigurationOptions options) {
        return Boolean.TRUE.equals(keys(options).waitForDatapath());
    }

    private static StatusKeys keys(ConfigurationOptions options) {
        StatusKeys keys = options.configuration().status();
        return keys == null ? StatusKeys.NONE : keys;
    }

    private static String name(String of, String wanted) {
        if (NAME.matcher(wanted).matches()) {
            return wanted;
        }
        throw Failure.ofInput(
                of + " \"" + wanted + "\" is not what Kubernetes takes for a name: small letters, digits, - and .",
                null);
    }
}
