package dev.terrace.e2e.bench.start;

import dev.terrace.e2e.bench.Benchmark;
import dev.terrace.e2e.bench.Calibration;
import dev.terrace.e2e.bench.Figures;
import dev.terrace.e2e.bench.ProcessMemory;
import dev.terrace.e2e.image.Kubelet;
import dev.terrace.e2e.image.LoadedCluster;
import dev.terrace.e2e.image.Overlay;
import dev.terrace.e2e.image.PodContainer;
import dev.terrace.e2e.live.Await;
import dev.terrace.e2e.synthetic.ScaledShape;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The pod of {@code deploy/overlays/alongside} in the image of {@code bin/image}, with its AOT cache and without. */
public final class StartBenchmark implements Benchmark {

    private static final int RUNS = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration GLANCE = Duration.ofMillis(100);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final String IN_SYNC = "in sync with";
    private static final Pattern ROWS = Pattern.compile(IN_SYNC + " \\S+: (\\d+) rows, (\\d+) written");

    /** What empties the database, so that the next gateway has all to write. */
    private static final String EMPTY = """
            ovn-nbctl --no-wait -- --all destroy Port_Group -- --all destroy ACL -- --all destroy Address_Set
            """;

    private static final Duration REST = Duration.ofSeconds(10);

    private final String name;
    private final ScaledShape shape;
    private final double secondsAtMost;
    private final double megabytesAtMost;

    /** @param megabytesAtMost that it has when it has rested */
    private StartBenchmark(String name, ScaledShape shape, double secondsAtMost, double megabytesAtMost) {
        this.name = name;
        this.shape = shape;
        this.secondsAtMost = secondsAtMost;
        this.megabytesAtMost = megabytesAtMost;
    }

    /** A small cluster, as most are. */
    public static Benchmark small() {
        return new StartBenchmark("start", ScaledShape.of(1_000, 200), 3, Double.POSITIVE_INFINITY);
    }

    /** A large cluster, of which the gateway has one node. */
    public static Benchmark large() {
        return new StartBenchmark("agent", ScaledShape.of(10_000, 1_000), 5, 200);
    }

    /** How a gateway is started. */
    private record Way(String name, List<String> options) {}

    private static final Way TRAINED = new Way("with the AOT cache", List.of());
    private static final Way PLAIN = new Way("without", List.of("-XX:AOTMode=off"));

    /**
     * What one start took, in seconds.
     *
     * @param wall from the order to start the container, some tenths of a second before its process is there
     * @param processor time of all threads
     * @param peak the most memory that the process had until then, in megabytes
     * @param resident what it has a while later
     */
    private record Start(double wall, double processor, double peak, double resident) {}

    @Override
    public String name() {
        return name;
    }

    @Override
    public String about() {
        return "a gateway in its image from its start until it is in sync, %,d pods on a real API server"
                .formatted(shape.pods());
    }

    @Override
    public Figures run(Set<String> parts) throws Exception {
        Figures figures = new Figures();
        figures.told("cluster", "%,d pods, %,d policies".formatted(shape.pods(), shape.policies()));
        figures.told(
                "calibration, a lookup in a map of 100,000", "%.3f us".formatted(new Calibration().lookupMicros()));
        try (LoadedCluster cluster = new LoadedCluster(name, Path.of(""), shape)) {
            Overlay overlay = cluster.overlay("alongside", "DaemonSet");
            Kubelet kubelet = cluster.kubelet(Map.of());
            List<Start> trained = new ArrayList<>();
            List<Start> plain = new ArrayList<>();
            for (int run = 0; run < RUNS; run++) {
                trained.add(measure(cluster, kubelet, overlay, TRAINED));
                plain.add(measure(cluster, kubelet, overlay, PLAIN));
            }
            figures.atMost(
                    "from the order to start until in sync, " + TRAINED.name(),
                    best(trained, Start::wall),
                    secondsAtMost,
                    " s");
            tell(figures, trained, megabytesAtMost);
            figures.told("from the order to start until in sync, " + PLAIN.name(), seconds(best(plain, Start::wall)));
            tell(figures, plain, Double.POSITIVE_INFINITY);
        }
        return figures;
    }

    private static void tell(Figures figures, List<Start> starts, double restingMegabytes) {
        figures.told("  processor time of all threads until then", seconds(best(starts, Start::processor)));
        figures.told("  memory of the process until then, at most", "%.0f MB".formatted(most(starts, Start::peak)));
        String resident = "  memory of the process " + REST.toSeconds() + " s later, at most";
        if (Double.isFinite(restingMegabytes)) {
            figures.atMost(resident, most(starts, Start::resident), restingMegabytes, " MB");
        } else {
            figures.told(resident, "%.0f MB".formatted(most(starts, Start::resident)));
        }
    }

    private static double most(List<Start> starts, ToDoubleFunction<Start> part) {
        return starts.stream().mapToDouble(part).max().orElseThrow();
    }

    private static String seconds(double value) {
        return String.format(Locale.ROOT, "%.2f s", value);
    }

    private static double best(List<Start> starts, ToDoubleFunction<Start> part) {
        return starts.stream().mapToDouble(part).min().orElseThrow();
    }

    private static Start measure(LoadedCluster cluster, Kubelet kubelet, Overlay overlay, Way way)
            throws InterruptedException {
        cluster.database().script(EMPTY);
        try (PodContainer pod = kubelet.start("measured", overlay, way.options(), List.of())) {
            Await.until(IN_SYNC, PATIENCE, GLANCE, () -> {
                if (!pod.isRunning()) {
                    throw new IllegalStateException("it has ended: " + pod.log());
                }
                return pod.said(IN_SYNC);
            });
            PodContainer.Line done = pod.log().stream()
                    .filter(line -> line.text().contains(IN_SYNC))
                    .findFirst()
                    .orElseThrow();
            MatchResult rows = ROWS.matcher(done.text()).results().findFirst().orElseThrow();
            if (Integer.parseInt(rows.group(1)) == 0 || Integer.parseInt(rows.group(2)) == 0) {
                throw new IllegalStateException("nothing was written: " + done.text());
            }
            ProcessHandle handle = ProcessHandle.of(pod.pid()).orElseThrow();
            double processor = handle.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
            double peak = ProcessMemory.peakMegabytes(pod.pid());
            Thread.sleep(REST);
            Start start = new Start(
                    Duration.between(pod.started(), done.at()).toNanos() / 1e9,
                    processor,
                    peak,
                    ProcessMemory.residentMegabytes(pod.pid()));
            pod.stop(GRACE);
            System.out.printf(Locale.ROOT, "%s: %s, %s%n", way.name(), start, done.text());
            return start;
        }
    }
}
