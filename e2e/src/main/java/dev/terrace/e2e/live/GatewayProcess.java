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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** {@code terrace run} over a cluster whose facts can be asked for, and a node's Northbound database. */
public final class GatewayProcess implements AutoCloseable {

    private static final String OWNER = "terrace";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GLANCE = Duration.ofMillis(100);

    private final TerraceProcess process;
    private final OvnNode node;
    private final Supplier<ClusterFacts> facts;

    private GatewayProcess(TerraceProcess process, OvnNode node, Supplier<ClusterFacts> facts) {
        this.process = process;
        this.node = node;
        this.facts = facts;
    }

    /**
     * Starts it over a folder of manifests.
     *
     * @param jar the gateway's jar, with its libraries beside it
     * @param log where its log goes
     */
    public static GatewayProcess start(Path jar, OvnNode node, Path manifests, Path log) {
        return start(jar, node, () -> factsOf(manifests), log, "--source", "dir:" + manifests);
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
        List<String> arguments = new ArrayList<>(List.of("run", "--nb", node.northbound()));
        arguments.addAll(List.of(source));
        return new GatewayProcess(TerraceProcess.start(jar, log, arguments.toArray(String[]::new)), node, facts);
    }

    /** The facts of a folder of manifests. */
    public static ClusterFacts factsOf(Path manifests) {
        try {
            return ClusterFacts.of(ManifestDirectory.read(manifests));
        } catch (ManifestException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What its source says now. */
    public ClusterFacts facts() {
        return facts.get();
    }

    /**
     * Waits until the database holds the ACLs of what the source says now, and until OVN has them in its datapath.
     *
     * @return what the source says
     * @throws IllegalStateException when that takes longer than half a minute, or the gateway has ended
     */
    public ClusterFacts awaitSync() {
        ClusterFacts said = facts();
        List<String> wanted = acls(desired(said));
        Await.until("the rows that the source says", PATIENCE, GLANCE, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the gateway has ended: " + process.log());
            }
            return written().equals(wanted);
        });
        node.sync();
        return said;
    }

    /** The rows that facts mean. */
    public static DesiredImage desired(ClusterFacts facts) {
        return new FullTranslator(OWNER, TierLayout.STANDALONE, Platform.DEFAULT)
                .translate(facts)
                .image();
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
