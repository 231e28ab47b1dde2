package dev.terrace.gateway.cli;

import dev.terrace.core.desired.Zone;
import dev.terrace.gateway.Failure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose ports the Northbound database has. */
final class NodeOption {

    @Option(
            names = "--node",
            paramLabel = "NAME",
            description =
                    "the node whose pods have their ports in this database, where each node has one; only they are "
                            + "subjects there (default: every pod)")
    private @Nullable String node;

    /**
     * The node, or empty where there is one database for all.
     *
     * @throws Failure when its name is blank: a variable that is not set must not program every node
     */
    String name(ConfigurationOptions options) {
        String name = ConfigurationOptions.first(node, options.configuration().node(), "");
        if (name.isBlank() && (node != null || options.configuration().node() != null)) {
            throw Failure.ofInput("the node's name is empty", null);
        }
        return name;
    }

    Zone zone(ConfigurationOptions options) {
        String name = name(options);
        return name.isEmpty() ? Zone.WHOLE : new Zone.Node(name);
    }
}
