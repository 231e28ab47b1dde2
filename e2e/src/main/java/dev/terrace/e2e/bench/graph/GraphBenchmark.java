package dev.terrace.e2e.bench.graph;

import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.full.FullTranslator;
import dev.terrace.core.graph.PolicyGraph;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodSelection;
import dev.terrace.e2e.bench.Benchmark;
import dev.terrace.e2e.bench.Calibration;
import dev.terrace.e2e.bench.Figures;
import dev.terrace.e2e.bench.LiveHeap;
import dev.terrace.e2e.bench.Samples;
import dev.terrace.e2e.synthetic.Churn;
import dev.terrace.e2e.synthetic.ScaledShape;
import dev.terrace.e2e.synthetic.SyntheticCluster;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** What needs no server: events through the graph, a cold start, memory, and how all of it grows. */
public final class GraphBenchmark implements Benchmark {

    private static final int RUNS = 5;
    private static final int WARM_UP = 60_000;
    private static final int EVENTS = 20_000;
    private static final int RELISTED = 100;
    private static final String OWNER = "bench";

    /** What a thread takes of a processor, which others on a busy machine cannot lengthen much. */
    private static final LongSupplier PROCESSOR = ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime;

    private final Figures figures = new Figures();
    private final Calibration calibration = new Calibration();

    @Override
    public String name() {
        return "graph";
    }

    @Override
    public String about() {
        return "events through the policy graph, beside a full translation and beside re-listing";
    }

    @Override
    public Figures run(Set<String> parts) {
        ScaledShape shape = ScaledShape.of(100_000, 2_000);
        SyntheticCluster cluster = shape.cluster();
        figures.told(
                "cluster",
                "%,d pods, %,d namespaces, %,d nodes, %,d policies, %,d selector uses"
                        .formatted(
                                cluster.pods().size(),
                                cluster.namespaces().size(),
                                cluster.nodes().size(),
                                cluster.policies().size(),
                                cluster.policies().size() * ScaledShape.SELECTIONS));
        lookups("before");
        double translation = fullTranslation(cluster);
        coldStart(cluster, translation);
        PolicyGraph graph = graphOf(cluster.all());
        Churn churn = new Churn(cluster, 1);
        double event = podEvents(graph, churn, translation);
        otherEvents(graph, churn, translation);
        relisting(cluster, event);
        memory(shape);
        growth();
        lookups("after");
        return figures;
    }

    private void lookups(String when) {
        figures.told("calibration " + when + ", a lookup in a map of 100,000", micros(calibration.lookupMicros()));
    }

    // From nothing to a whole image

    private double fullTranslation(SyntheticCluster cluster) {
        ClusterFacts facts = cluster.facts();
        FullTranslator translator = new FullTranslator(OWNER, TierLayout.STANDALONE, Platform.DEFAULT);
        double best = Double.MAX_VALUE;
        int rows = 0;
        for (int run = 0; run < 3; run++) {
            long start = System.nanoTime();
            rows = translator.translate(facts).image().rows().size();
            best = Math.min(best, secondsSince(start));
            say("full translation: %.2f s", best);
        }
        figures.told("a full translation, best of 3", "%.2f s, %,d rows".formatted(best, rows));
        return best;
    }

    private void coldStart(SyntheticCluster cluster, double translation) {
        List<Fact> facts = cluster.all();
        double best = Double.MAX_VALUE;
        double processor = Double.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            long start = System.nanoTime();
            long processorStart = PROCESSOR.getAsLong();
            int rows = graphOf(facts).image().rows().size();
            processor = Math.min(processor, (PROCESSOR.getAsLong() - processorStart) / 1e9);
            best = Math.min(best, secondsSince(start));
            say("cold start: %.2f s, %,d rows", best, rows);
        }
        figures.atMost("cold start to a complete image, best of 5", best, 3, " s")
                .told("cold start, processor time alone", String.format(Locale.ROOT, "%.2f s", processor))
                .told("cold start: full translations", ratio(best / translation));
    }

    private static PolicyGraph graphOf(List<Fact> facts) {
        PolicyGraph graph = new PolicyGraph(OWNER, TierLayout.STANDALONE, Platform.DEFAULT, System::nanoTime);
        facts.forEach(graph::upsert);
        graph.flush();
        return graph;
    }

    // Events

    private double podEvents(PolicyGraph graph, Churn churn, double translation) {
        Best best = new Best();
        measure(graph, events(churn, Churn.OF_PODS, WARM_UP));
        for (int run = 0; run < RUNS; run++) {
            best.add(measure(graph, events(churn, Churn.OF_PODS, EVENTS)));
            say("pod event: p50 %.1f us, p99 %.1f us", best.median, best.p99);
        }
        figures.atMost("pod event, flush included, p50, best of 5", best.median, 20, " us")
                .atMost("pod event, flush included, p99, best of 5", best.p99, 100, " us")
                .told("pod event p50: lookups of the calibration", ratio(best.median / calibration.lookupMicros()))
                .told("a full translation: pod events", ratio(translation * 1e6 / best.median));
        tell("pod event, processor time alone", measure(graph, events(churn, Churn.OF_PODS, EVENTS), PROCESSOR));
        for (Churn.Kind kind : Churn.OF_PODS) {
            tell(words(kind) + ", processor time", measure(graph, events(churn, List.of(kind), EVENTS), PROCESSOR));
        }
        return best.median;
    }

    private void otherEvents(PolicyGraph graph, Churn churn, double translation) {
        measure(graph, events(churn, List.of(Churn.Kind.POLICY), 4_000));
        Best best = new Best();
        for (int run = 0; run < RUNS; run++) {
            best.add(measure(graph, events(churn, List.of(Churn.Kind.POLICY), 1_000)));
        }
        figures.told("policy change with known selectors, p50, best of 5", micros(best.median))
                .atMost("policy change with known selectors, p99, best of 5", best.p99 / 1e3, 1, " ms")
                .told("a full translation: policy changes", ratio(translation * 1e6 / best.median));
        tell(
                "policy change, processor time",
                measure(graph, events(churn, List.of(Churn.Kind.POLICY), 1_000), PROCESSOR));
        tell(
                words(Churn.Kind.NAMESPACE_LABELS) + ", processor time",
                measure(graph, events(churn, List.of(Churn.Kind.NAMESPACE_LABELS), 500), PROCESSOR));
    }

    private void tell(String what, Samples samples) {
        figures.told(what, "p50 %s, p99 %s".formatted(micros(samples.medianMicros()), micros(samples.p99Micros())));
    }

    private static String words(Churn.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static List<Fact> events(Churn churn, List<Churn.Kind> kinds, int count) {
        return Stream.generate(() -> churn.next(kinds)).limit(count).toList();
    }

    private static Samples measure(PolicyGraph graph, List<Fact> events) {
        return measure(graph, events, System::nanoTime);
    }

    /** Each event by itself, and what changes because of it. */
    private static Samples measure(PolicyGraph graph, List<Fact> events, LongSupplier nanos) {
        Samples samples = new Samples();
        for (Fact event : events) {
            long start = nanos.getAsLong();
            graph.upsert(event);
            graph.flush();
            samples.add(nanos.getAsLong() - start);
        }
        return samples;
    }

    /** The best median and the best p99 of several runs, in microseconds. */
    private static final class Best {
        private double median = Double.MAX_VALUE;
        private double p99 = Double.MAX_VALUE;

        void add(Samples run) {
            median = Math.min(median, run.medianMicros());
            p99 = Math.min(p99, run.p99Micros());
        }
    }

    private void relisting(SyntheticCluster cluster, double event) {
        Relisting relisting = new Relisting(cluster);
        Churn churn = new Churn(cluster, 1);
        Samples asking = new Samples();
        Samples listing = new Samples();
        long policies = 0;
        long found = 0;
        for (int i = -20; i < RELISTED; i++) {
            PodFact pod = (PodFact) churn.next(Churn.OF_PODS);
            long start = System.nanoTime();
            List<List<PodSelection>> concerned = relisting.concerned(pod);
            long asked = System.nanoTime();
            long listed = relisting.list(concerned);
            if (i >= 0) {
                asking.add(asked - start);
                listing.add(System.nanoTime() - asked);
                policies += concerned.size();
                found += listed;
            }
        }
        figures.told(
                        "re-listing: policies concerned, pods found, per event",
                        "%,d, %,d".formatted(policies / RELISTED, found / RELISTED))
                .told("re-listing: asking every policy, p50", micros(asking.medianMicros()))
                .told("re-listing: listing alone, p50", micros(listing.medianMicros()))
                .atLeast(
                        "pod event: times faster than the listing alone, p50", listing.medianMicros() / event, 500, "");
    }

    // Memory

    private void memory(ScaledShape shape) {
        double before = LiveHeap.megabytes();
        List<Fact> kept = new ArrayList<>();
        for (Fact fact : shape.cluster().all()) {
            kept.add(FreshCopies.of(fact));
        }
        double facts = LiveHeap.megabytes() - before;
        PolicyGraph graph = graphOf(kept);
        kept.clear();
        double whole = LiveHeap.megabytes() - before;
        say(
                "heap: facts %.1f MB, with the graph %.1f MB, %,d rows",
                facts, whole, graph.image().rows().size());
        figures.atMost("heap of the graph with the facts in it, after collection", whole, 150, " MB")
                .told("of these: the facts", megabytes(facts));
    }

    // Growth

    private void growth() {
        double before = 0;
        for (int replicas : new int[] {1, 10, 100}) {
            SyntheticCluster cluster = new ScaledShape(100, 10, replicas, 2_000, 1).cluster();
            PolicyGraph graph = graphOf(cluster.all());
            Churn churn = new Churn(cluster, 1);
            measure(graph, events(churn, Churn.OF_PODS, EVENTS));
            Best best = new Best();
            for (int run = 0; run < RUNS; run++) {
                best.add(measure(graph, events(churn, Churn.OF_PODS, EVENTS)));
            }
            String size = "%,d pods".formatted(cluster.pods().size());
            figures.told("pod event at " + size + ", 2,000 policies, p50", micros(best.median));
            if (before > 0) {
                figures.atMost("growth to " + size + ", ten times as many", best.median / before, 1.3, "");
            }
            before = best.median;
        }
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static String micros(double micros) {
        return String.format(Locale.ROOT, micros < 10 ? "%.2f us" : micros < 1e4 ? "%.1f us" : "%,.0f us", micros);
    }

    private static String megabytes(double megabytes) {
        return String.format(Locale.ROOT, "%.1f MB", megabytes);
    }

    private static String ratio(double ratio) {
        return String.format(Locale.ROOT, ratio < 100 ? "%.2f" : "%,.0f", ratio);
    }

    private static void say(String format, Object... arguments) {
        System.out.printf(Locale.ROOT, format + "%n", arguments);
    }
}
