package dev.terrace.e2e.bench.scale;

import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.full.FullTranslator;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.PodFact;
import dev.terrace.e2e.bench.Figures;
import dev.terrace.e2e.node.OvnNode;
import dev.terrace.e2e.synthetic.KubeBurnerShape;
import dev.terrace.e2e.synthetic.PublishedShape;
import dev.terrace.e2e.synthetic.ScaledShape;
import dev.terrace.e2e.synthetic.SyntheticCluster;
import dev.terrace.ovn.NorthboundWriter;
import dev.terrace.ovn.rpc.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many rows a policy set has, and how many flows one node makes of them, beside a {@link NaiveTranslation}. The
 * database is that of one node, as with one per node: it has the ports of that node's pods.
 */
final class RowsAndFlows {

    /** More rows than that are counted and not loaded: nothing else would happen for the next hour. */
    private static final int MOST_ACLS = 60_000;

    private static final Pattern FLOW_COUNT = Pattern.compile("flow_count=(\\d+)");

    private final Figures figures;

    RowsAndFlows(Figures figures) {
        this.figures = figures;
    }

    void measure() throws Exception {
        measure("10,000 pods, 2,000 policies", ScaledShape.of(10_000, 2_000).cluster());
        measure("published shape", new PublishedShape(1).cluster());
        measure("kube-burner, a twentieth", new KubeBurnerShape(12, 10, 20, 2, 1).cluster());
        measure("kube-burner", KubeBurnerShape.PUBLISHED.cluster());
    }

    private void measure(String what, SyntheticCluster cluster) throws Exception {
        String nodeName = cluster.nodes().getFirst().name();
        List<PodFact> local = cluster.pods().stream()
                .filter(pod -> nodeName.equals(pod.node()))
                .toList();
        Endpoint.Tcp endpoint;
        try (OvnNode node = OvnNode.start()) {
            endpoint = (Endpoint.Tcp) Endpoint.parseAll(node.northbound()).getFirst();
            try (PlainClient client = new PlainClient(endpoint)) {
                LogicalPorts.create(client, local);
            }
            LogicalPorts.claim(node, local);
            Flows bare = Flows.of(node);
            try (NorthboundWriter writer = Pipeline.startedWriter(endpoint)) {
                List<Row> ours =
                        new ArrayList<>(new FullTranslator(Pipeline.OWNER, TierLayout.STANDALONE, Platform.DEFAULT)
                                .translate(cluster.facts())
                                .image()
                                .rows()
                                .values());
                load(what + " (" + local.size() + " pods here): Terrace", ours, node, writer, bare);
                List<Row> naive = new ArrayList<>();
                new NaiveTranslation(Pipeline.OWNER, cluster).rows(naive::add);
                load(what + ": naive", naive, node, writer, bare);
            }
        }
    }

    private void load(String what, List<Row> rows, OvnNode node, NorthboundWriter writer, Flows bare) throws Exception {
        RowCounts counts = new RowCounts();
        rows.forEach(counts::add);
        String flows = "not loaded";
        if (counts.acls() <= MOST_ACLS) {
            Pipeline.await(writer.desire(DesiredImage.of(rows)));
            flows = Flows.of(node).since(bare).toString();
        }
        figures.told(what, counts + "; " + flows);
        System.out.printf(Locale.ROOT, "%s: %s; %s%n", what, counts, flows);
    }

    /** What a node has. */
    private record Flows(int logical, int open) {

        static Flows of(OvnNode node) {
            node.run("ovn-nbctl", "--timeout=900", "--wait=hv", "sync");
            String logical = node.script("ovn-sbctl --bare --columns=_uuid list Logical_Flow | grep -c .\n");
            Matcher open = FLOW_COUNT.matcher(node.run("ovs-ofctl", "dump-aggregate", "br-int"));
            if (!open.find()) {
                throw new IllegalStateException("ovs-ofctl does not say how many flows there are");
            }
            return new Flows(Integer.parseInt(logical.strip()), Integer.parseInt(open.group(1)));
        }

        Flows since(Flows before) {
            return new Flows(logical - before.logical, open - before.open);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%,d logical flows, %,d OpenFlow flows", logical, open);
        }
    }
}
