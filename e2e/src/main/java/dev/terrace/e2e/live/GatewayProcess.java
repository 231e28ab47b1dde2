package dev.terrace.e2e.live;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.full.FullTranslator;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Platform;
import dev.terrace.e2e.node.OvnNode;
import dev.terrace.k8s.manifest.ManifestDirectory;
import dev.terrace.k8s.manifest.ManifestException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** {@code terrace run} over a folder of manifests and a node's Northbound database. */
public final class GatewayProcess implements AutoCloseable {

    private static final String OWNER = "terrace";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GLANCE = Duration.ofMillis(100);

    private final TerraceProcess process;
    private final OvnNode node;
    private final Path manifests;

    private GatewayProcess(TerraceProcess process, OvnNode node, Path manifests) {
        this.process = process;
        this.node = node;
        this.manifests = manifests;
    }

    /**
     * Starts it.
     *
     * @param jar the gateway's jar, with its libraries beside it
     * @param log where its log goes
     */
    public static GatewayProcess start(Path jar, OvnNode node, Path manifests, Path log) {
        return new GatewayProcess(
                TerraceProcess.start(jar, log, "run", "--source", "dir:" + manifests, "--nb", node.northbound()),
                node,
                manifests);
    }

    /**
     * Waits until the database holds the ACLs of the manifests as they are now, and until OVN has them in its datapath.
     *
     * @throws IllegalStateException when that takes longer than half a minute, or the gateway has ended
     */
    public void awaitSync() {
        List<String> wanted = acls(desired());
        Await.until("the rows that " + manifests + " says", PATIENCE, GLANCE, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the gateway has ended: " + process.log());
            }
            return written().equals(wanted);
        });
        node.sync();
    }

    /** The rows that the manifests say. */
    public DesiredImage desired() {
        try {
            ClusterFacts facts = ClusterFacts.of(ManifestDirectory.read(manifests));
            return new FullTranslator(OWNER, TierLayout.STANDALONE, Platform.DEFAULT)
                    .translate(facts)
                    .image();
        } catch (ManifestException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What an ACL does, as {@link #written()} has it. */
    private static List<String> acls(DesiredImage image) {
        return image.rows().values().stream()
                .flatMap(row -> row instanceof AclRow acl ? Stream.of(acl) : Stream.empty())
                .map(acl -> "%s\n%d\n%d\n%s\n%s"
                        .formatted(
                                acl.ovnDirection(),
                                acl.tier(),
                                acl.priority(),
                                acl.match(),
                                acl.action().ovn()))
                .sorted()
                .toList();
    }

    private List<String> written() {
        String rows = node.nbctl("--bare", "--columns=direction,tier,priority,match,action", "list", "ACL");
        return Arrays.stream(rows.split("\n\n"))
                .map(String::strip)
                .filter(row -> !row.isEmpty())
                .sorted()
                .toList();
    }

    /** Ends it as a service manager would. */
    @Override
    public void close() {
        process.close();
    }
}
