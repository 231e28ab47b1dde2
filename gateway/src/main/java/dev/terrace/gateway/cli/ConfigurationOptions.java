package dev.terrace.gateway.cli;

import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.desired.Zone;
import dev.terrace.core.full.FullTranslator;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.Platform;
import dev.terrace.core.row.LogMeter;
import dev.terrace.core.space.World;
import dev.terrace.gateway.Failure;
import dev.terrace.gateway.config.ConfigurationFile;
import dev.terrace.gateway.config.GatewayConfiguration;
import dev.terrace.gateway.config.GatewayConfiguration.AclLogging;
import dev.terrace.gateway.config.GatewayConfiguration.PlatformSwitches;
import dev.terrace.gateway.run.AnchorChoice;
import dev.terrace.gateway.run.HoldChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What decides how policies become rows, for every command: flags over the configuration file over the defaults. */
final class ConfigurationOptions {

    private static final String DEFAULT_OWNER = "terrace";
    private static final Duration DEFAULT_SELF_CHECK = Duration.ofMinutes(5);

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "configuration (YAML); its keys: source, kubeconfig, context, nb, tls.private-key, tls.certificate, "
                            + "tls.ca-cert, tls.verify-hostname, listen, layout, node, owner, status.zone, status.namespace, "
                            + "status.wait-for-datapath, platform.kubelet-probes, platform.hairpin-addresses, acl-logging.rate, anchor, "
                            + "hold-new-pods, self-check-seconds")
    private @Nullable Path file;

    @Option(
            names = "--layout",
            paramLabel = "LAYOUT",
            description =
                    "where the stages live in OVN: standalone (the default; every policy row is ours) or alongside")
    private @Nullable String layout;

    @Option(
            names = "--owner",
            paramLabel = "NAME",
            description = "name of this instance, written into every row that it owns (default: " + DEFAULT_OWNER + ")")
    private @Nullable String owner;

    private @Nullable GatewayConfiguration read;

    /** @throws Failure when the file is wrong */
    GatewayConfiguration configuration() {
        if (read == null) {
            read = file == null ? GatewayConfiguration.DEFAULT : ConfigurationFile.read(file);
        }
        return read;
    }

    TierLayout layout() {
        return word(TierLayout.class, "layout", first(layout, configuration().layout(), word(TierLayout.STANDALONE)));
    }

    String owner() {
        String name = first(owner, configuration().owner(), DEFAULT_OWNER);
        if (name.isBlank()) {
            throw Failure.ofInput("the owner's name is empty", null);
        }
        return name;
    }

    /** @throws Failure when an address is none */
    Platform platform() {
        PlatformSwitches switches = configuration().platform();
        if (switches == null) {
            switches = PlatformSwitches.NONE;
        }
        boolean probes = switches.kubeletProbes() == null || switches.kubeletProbes();
        Platform platform = new Platform(probes, hairpinAddresses(switches.hairpinAddresses()));
        return switch (layout()) {
            case STANDALONE -> platform;
            case ALONGSIDE -> platform.besideOvnKubernetes();
        };
    }

    private Set<IpAddress> hairpinAddresses(@Nullable List<String> configured) {
        if (configured == null) {
            return switch (layout()) {
                case STANDALONE -> Set.of();
                case ALONGSIDE -> Platform.HAIRPIN_OF_OVN_KUBERNETES;
            };
        }
        try {
            return configured.stream().map(IpAddress::parse).collect(Collectors.toSet());
        } catch (IllegalArgumentException notAnAddress) {
            throw Failure.ofInput("platform.hairpin-addresses: " + notAnAddress.getMessage(), notAnAddress);
        }
    }

    AnchorChoice anchor() {
        return word(AnchorChoice.class, "anchor", first(null, configuration().anchor(), word(AnchorChoice.AUTO)));
    }

    HoldChoice holdNewPods() {
        return word(
                HoldChoice.class, "hold-new-pods", first(null, configuration().holdNewPods(), word(HoldChoice.AUTO)));
    }

    /** A cluster, judged as these options say. */
    World world(ClusterFacts facts) {
        return new World(facts, platform(), layout().order());
    }

    /** A translator into rows as these options say. */
    FullTranslator translator() {
        return translator(Zone.WHOLE);
    }

    /** The same for a part of the cluster. */
    FullTranslator translator(Zone zone) {
        return new FullTranslator(owner(), layout(), platform(), zone, anchor().of(layout(), false), logRate());
    }

    /** How many packets per second an ACL may log. */
    int logRate() {
        AclLogging keys = configuration().aclLogging();
        Integer rate = keys == null ? null : keys.rate();
        if (rate != null && rate < 1) {
            throw Failure.ofInput("acl-logging.rate is " + rate + ", but must be 1 or more", null);
        }
        return rate == null ? LogMeter.DEFAULT_RATE : rate;
    }

    /** Zero for never. */
    Duration selfCheckInterval() {
        Integer seconds = configuration().selfCheckSeconds();
        if (seconds != null && seconds < 0) {
            throw Failure.ofInput("self-check-seconds is " + seconds + ", but a time is not negative", null);
        }
        return seconds == null ? DEFAULT_SELF_CHECK : Duration.ofSeconds(seconds);
    }

    static String first(@Nullable String flag, @Nullable String configured, String otherwise) {
        return flag != null ? flag : configured != null ? configured : otherwise;
    }

    private static <E extends Enum<E>> E word(Class<E> known, String key, String given) {
        return Arrays.stream(known.getEnumConstants())
                .filter(each -> word(each).equals(given))
                .findFirst()
                .orElseThrow(() -> Failure.ofInput(
                        key + " \"" + given + "\" is not one of "
                                + Arrays.stream(known.getEnumConstants())
                                        .map(ConfigurationOptions::word)
                                        .collect(Collectors.joining(", ")),
                        null));
    }

    private static String word(Enum<?> known) {
        return known.name().toLowerCase(Locale.ROOT);
    }
}
