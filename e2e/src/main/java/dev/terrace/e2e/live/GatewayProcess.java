package dev.terrace.e2e.live;

import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.desired.Zone;
import dev.terrace.core.full.FullTranslator;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Platform;
import dev.terrace.e2e.node.OvnNode;
import dev.terrace.k8s.manifest.ManifestDirectory;
import dev.terrace.k8s.manifest.ManifestException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code terrace run} over a folder of manifests and a node's Northbound database. */
public final class GatewayProcess implements AutoCloseable {

    /** In every row of it. */
    public static final String OWNER = "terrace";

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration GLANCE = Duration.ofMillis(100);

    private final TerraceProcess process;
    private final OvnNode node;
    private final Path manifests;
    private final TierLayout layout;
    private final Zone zone;

    private GatewayProcess(TerraceProcess process, OvnNode node, Path manifests, TierLayout layout, Zone zone) {
        this.process = process;
        this.node = node;
        this.manifests = manifests;
        this.layout = layout;
        this.zone = zone;
    }

    /**
     * Starts it.
     *
     * @param jar the gateway's jar, with its libraries beside it
     * @param log where its log goes
     */
    public static GatewayProcess start(Path jar, OvnNode node, Path manifests, Path log) {
        return start(jar, node, manifests, log, TierLayout.STANDALONE, Zone.WHOLE);
    }

    /**
     * Starts it.
     *
     * @param jar the gateway's jar, with its libraries beside it
     * @param log where its log goes
     * @param zone whose ports are on the node
     */
    public static GatewayProcess start(Path jar, OvnNode node, Path manifests, Path log, TierLayout layout, Zone zone) {
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "--source",
                "dir:" + manifests,
                "--nb",
                node.northbound(),
                "--layout",
                layout.name().toLowerCase(Locale.ROOT)));
        if (zone instanceof Zone.Node(String name)) {
            arguments.addAll(List.of("--node", name));
        }
        return new GatewayProcess(
                TerraceProcess.start(jar, log, arguments.toArray(String[]::new)), node, manifests, layout, zone);
    }

    /**
     * Waits until it has said that it is in sync, until the database holds the rows of the manifests as they are now,
     * and until OVN has them in its datapath.
     *
     * @throws IllegalStateException when that takes longer than a minute, or the gateway has ended
     */
    public void awaitSync() {
        OwnedRows wanted = OwnedRows.of(desired());
        try {
            Await.until("the rows that " + manifests + " says", PATIENCE, GLANCE, () -> {
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
    }

    /** The rows that the manifests say. */
    public DesiredImage desired() {
        try {
            ClusterFacts facts = ClusterFacts.of(ManifestDirectory.read(manifests));
            return new FullTranslator(OWNER, layout, Platform.DEFAULT, zone)
                    .translate(facts)
                    .image();
        } catch (ManifestException e) {
            throw new IllegalStateException(e);
        }
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
