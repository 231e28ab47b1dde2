package dev.terrace.e2e.bench.explain;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.Rule;
import dev.terrace.e2e.bench.Benchmark;
import dev.terrace.e2e.bench.Calibration;
import dev.terrace.e2e.bench.Figures;
import dev.terrace.e2e.live.TemporaryDirectory;
import dev.terrace.e2e.synthetic.Manifests;
import dev.terrace.e2e.synthetic.ScaledShape;
import dev.terrace.e2e.synthetic.SyntheticCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** How long a person or a CI job waits for an answer about a large cluster that is a directory of manifests. */
public final class ExplainBenchmark implements Benchmark {

    private static final int RUNS = 5;
    private static final ScaledShape SHAPE = new ScaledShape(300, 6, 3, 2_000, 1);
    private static final double GIBIBYTE = 1024;

    @Override
    public String name() {
        return "explain";
    }

    @Override
    public String about() {
        return "explain, matrix, diff and lint of a large directory, each from a cold start";
    }

    @Override
    public Figures run(Set<String> parts) throws Exception {
        Figures figures = new Figures();
        SyntheticCluster cluster = SHAPE.cluster();
        figures.told(
                "cluster",
                "%,d pods, %,d namespaces, %,d policies"
                        .formatted(
                                cluster.pods().size(),
                                cluster.namespaces().size(),
                                cluster.policies().size()));
        figures.told(
                "calibration, a lookup in a map of 100,000", "%.3f us".formatted(new Calibration().lookupMicros()));
        try (TemporaryDirectory directory = TemporaryDirectory.of("explain")) {
            Path root = directory.path();
            Path objects = root.resolve("objects");
            Manifests.write(cluster, objects);
            figures.told("manifests", "%.1f MB".formatted(size(objects) / 1e6));
            Policy changed = changed(cluster);
            Path change = root.resolve("change.yaml");
            Manifests.write(changed, change);
            String from = cluster.pods().getFirst().key().toString();
            String to = cluster.pods().getLast().key().toString();
            String where = "--objects=" + objects;
            measure(figures, root, 2, 0, List.of("explain", "flow", where, from, to + ":8080/tcp"));
            measure(figures, root, 10, 0, List.of("matrix", where, "--port=8080/tcp", "--output=csv"));
            measure(figures, root, 5, 2, List.of("diff", where, "--filename=" + change));
            measure(figures, root, 0, 2, List.of("lint", where, "--output=json"));
            return figures;
        }
    }

    /** The best of several runs, each a new process. */
    private static void measure(Figures figures, Path root, double bar, int exitCode, List<String> arguments)
            throws IOException, InterruptedException {
        String what = String.join(" ", arguments.subList(0, arguments.get(0).equals("explain") ? 2 : 1));
        double seconds = Double.MAX_VALUE;
        double processor = Double.MAX_VALUE;
        double peak = 0;
        for (int run = 0; run < RUNS; run++) {
            ColdCommand command = ColdCommand.run(root, arguments);
            if (command.exitCode() != exitCode || command.out().isEmpty()) {
                throw new IllegalStateException(what + " ended with " + command.exitCode() + ": " + command.out());
            }
            seconds = Math.min(seconds, command.seconds());
            processor = Math.min(processor, command.processorSeconds());
            peak = Math.max(peak, command.peakMegabytes());
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.2f s, processor %.2f s, %.0f MB%n",
                    what,
                    command.seconds(),
                    command.processorSeconds(),
                    command.peakMegabytes());
        }
        if (bar > 0) {
            figures.atMost(what + ", from a cold start, best of " + RUNS, seconds, bar, " s");
        } else {
            figures.told(what + ", from a cold start, best of " + RUNS, String.format(Locale.ROOT, "%.2f s", seconds));
        }
        figures.told(what + ", processor time of all its threads", String.format(Locale.ROOT, "%.2f s", processor));
        figures.atMost(what + ", memory at most", peak, GIBIBYTE, " MB");
    }

    /** A policy of cluster scope, of which most pods feel a change, with its first rule turned. */
    private static Policy changed(SyntheticCluster cluster) {
        Policy policy = cluster.policies().stream()
                .filter(of -> of.key().kind() == PolicyKind.CLUSTER_NETWORK_POLICY)
                .findFirst()
                .orElseThrow();
        List<Rule> rules = new ArrayList<>(policy.ingress());
        Rule first = rules.getFirst();
        Action other = first.action() == Action.DENY ? Action.ACCEPT : Action.DENY;
        rules.set(0, new Rule(first.index(), first.name(), other, first.peers(), List.of()));
        return policy.with(Direction.INGRESS, rules, Set.of());
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
