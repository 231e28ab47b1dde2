package dev.terrace.e2e.live;

import dev.terrace.core.desired.Anchor;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.desired.Zone;
import dev.terrace.core.full.FullTranslator;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Platform;
import dev.terrace.core.row.LogMeter;
import dev.terrace.e2e.node.OvnNode;
import dev.terrace.k8s.manifest.ManifestDirectory;
import dev.terrace.k8s.manifest.ManifestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** {@code terrace run} over a cluster whose facts can be asked for, and a node's Northbound database. */
public final class GatewayProcess implements AutoCloseable {

    /** In every row of it. */
    public static final String OWNER = "terrace";

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration GLANCE = Duration.ofMillis(100);

    private static final FullTranslator STANDALONE =
            new FullTranslator(OWNER, TierLayout.STANDALONE, platform(TierLayout.STANDALONE));

    private final TerraceProcess process;
    private final OvnNode node;
    private final Supplier<ClusterFacts> facts;
    private final FullTranslator translator;

    private GatewayProcess(
            TerraceProcess process, OvnNode node, Supplier<ClusterFacts> facts, FullTranslator translator) {
        this.process = process;
        this.node = node;
        this.facts = facts;
        this.translator = translator;
    }

    /**
     * Starts it over a folder of manifests.
     *
     * @param jar the gateway's jar, with its libraries beside it
     * @param log where its log goes
     */
    public static GatewayProcess start(Path jar, OvnNode node, Path manifests, Path log) {
        return start(jar, node, manifests, log, TierLayout.STANDALONE, Zone.WHOLE);
    }

    /**
     * Starts it over a folder of manifests.
     *
     * @param jar the gateway's jar, with its libraries beside it
     * @param log where its log goes
     * @param zone whose ports are on the node
     */
    public static GatewayProcess start(Path jar, OvnNode node, Path manifests, Path log, TierLayout layout, Zone zone) {
        List<String> options = new ArrayList<>(List.of("--source", "dir:" + manifests, "--layout", word(layout)));
        if (zone instanceof Zone.Node(String name)) {
            options.addAll(List.of("--node", name));
        }
        FullTranslator translator =
                new FullTranslator(OWNER, layout, platform(layout), zone, Anchor.WHOLE, LogMeter.DEFAULT_RATE);
        return start(jar, node, () -> factsOf(manifests), log, translator, options);
    }

    /**
     * Starts it over a folder of manifests, with a configuration of its anchor.
     *
     * @param jar the gateway's jar, with its libraries beside it
     * @param log where its log goes
     * @param choice what is configured
     * @param anchor what that comes to with the node's OVN
     */
    public static GatewayProcess start(
            Path jar, OvnNode node, Path manifests, Path log, TierLayout layout, String choice, Anchor anchor) {
        Path config = Path.of(log + ".yaml");
        try {
            Files.writeString(config, "layout: %s\nanchor: %s\n".formatted(word(layout), choice));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return start(
                jar,
                node,
                () -> factsOf(manifests),
                log,
                new FullTranslator(OWNER, layout, platform(layout), Zone.WHOLE, anchor, LogMeter.DEFAULT_RATE),
                List.of("--source", "dir:" + manifests, "--config", config.toString()));
    }

    private static String word(TierLayout layout) {
        return layout.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Starts it.
     *
     * @param jar the gateway's jar, with its libraries beside it
     * @param facts what its source says now
     * @param log where its log goes
     * @param source the options that say what its source is
     */
    public static GatewayProcess start(
            Path jar, OvnNode node, Supplier<ClusterFacts> facts, Path log, String... source) {
        return start(jar, node, facts, log, STANDALONE, List.of(source));
    }

    private static GatewayProcess start(
            Path jar,
            OvnNode node,
            Supplier<ClusterFacts> facts,
            Path log,
            FullTranslator translator,
            List<String> options) {
        List<String> arguments = new ArrayList<>(List.of("run", "--nb", node.northbound()));
        arguments.addAll(options);
        return new GatewayProcess(
                TerraceProcess.start(jar, log, arguments.toArray(String[]::new)), node, facts, translator);
    }

    /** The built-in rules of a layout where nothing is configured. */
    public static Platform platform(TierLayout layout) {
        return switch (layout) {
            case STANDALONE -> Platform.DEFAULT;
            case ALONGSIDE -> new Platform(true, Platform.HAIRPIN_OF_OVN_KUBERNETES).besideOvnKubernetes();
        };
    }

    /** The facts of a folder of manifests. */
    public static ClusterFacts factsOf(Path manifests) {
        try {
            return ClusterFacts.of(ManifestDirectory.read(manifests));
        } catch (ManifestException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The rows that facts mean in {@code standalone}. */
    public static DesiredImage desired(ClusterFacts facts) {
        return STANDALONE.translate(facts).image();
    }

    /** What its source says now. */
    public ClusterFacts facts() {
        return facts.get();
    }

    /**
     * Waits until it has said that it is in sync, until the database holds the rows of what the source says now, and
     * until OVN has them in its datapath.
     *
     * @return what the source says
     * @throws IllegalStateException when that takes longer than a minute, or the gateway has ended
     */
    public ClusterFacts awaitSync() {
        ClusterFacts said = facts();
        OwnedRows wanted = OwnedRows.of(translator.translate(said).image());
        try {
            Await.until("the rows that the source says", PATIENCE, GLANCE, () -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException("the gateway has ended: " + process.log());
                }
                return process.log().stream().anyMatch(line -> line.contains("in sync with"))
                        && OwnedRows.read(node.client(), OWNER).equals(wanted);
            });
        } catch (IllegalStateException late) {
            throw new IllegalStateException(
                    "written are " + OwnedRows.read(node.client(), OWNER) + ", wanted " + wanted, late);
        }
        node.sync();
        return said;
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() {
        process.kill();
    }

    /** Ends it as a service manager would. */
    @Override
    public void close() {
        process.close();
    }
}
