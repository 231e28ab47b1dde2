package dev.terrace.e2e.bench.scale;

import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.model.Fact;
import dev.terrace.e2e.bench.Figures;
import dev.terrace.e2e.bench.LiveHeap;
import dev.terrace.e2e.bench.Samples;
import dev.terrace.e2e.synthetic.Churn;
import dev.terrace.e2e.synthetic.ScaledShape;
import dev.terrace.e2e.synthetic.SyntheticCluster;
import dev.terrace.ovn.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * From a pod event to the commit in a Northbound database, one by one and in bursts. Beside each event stands a
 * mutation that somebody else prepared: what the server and the wire take.
 */
final class CommitLatency {

    private static final int RUNS = 5;
    private static final int EVENTS = 500;
    private static final int BURST = 5_000;
    private static final int BURSTS_AT_A_STALL = 10;

    /** What the gateway lets pass between two hand-overs to the writer. */
    private static final long FLUSH_INTERVAL = Duration.ofMillis(10).toNanos();

    private static final byte[] INSERT_SET = PlainClient.transaction("""
            {"op":"insert","table":"Address_Set","row":{"name":"bare"}}""");
    private static final byte[] ADD = mutation("insert");
    private static final byte[] REMOVE = mutation("delete");

    private final Figures figures;
    private double bareMicros = Double.MAX_VALUE;

    CommitLatency(Figures figures) {
        this.figures = figures;
    }

    private static byte[] mutation(String mutator) {
        return PlainClient.transaction("""
                {"op":"mutate","table":"Address_Set","where":[["name","==","bare"]],\
                "mutations":[["addresses","%s","10.255.0.1"]]}\
                """.formatted(mutator));
    }

    void measure() throws Exception {
        SyntheticCluster cluster = ScaledShape.of(10_000, 2_000).cluster();
        try (BareNorthbound server = BareNorthbound.start()) {
            try (PlainClient client = new PlainClient(server.endpoint())) {
                LogicalPorts.create(client, cluster.pods());
                client.commit(INSERT_SET);
            }
            try (Pipeline pipeline = new Pipeline(server.endpoint(), cluster.all())) {
                Churn churn = new Churn(cluster, 1);
                try (PlainClient plain = new PlainClient(server.endpoint())) {
                    oneByOne(pipeline, plain, churn);
                }
                bursts(pipeline, churn);
                stall(server, pipeline, churn);
            }
        }
    }

    private void oneByOne(Pipeline pipeline, PlainClient plain, Churn churn) throws Exception {
        double bestMedian = Double.MAX_VALUE;
        double bestP99 = Double.MAX_VALUE;
        Samples bareOfBest = new Samples();
        Samples eventsOfBest = new Samples();
        for (int run = -1; run < RUNS; run++) {
            Samples bare = new Samples();
            Samples events = new Samples();
            while (events.count() < EVENTS) {
                bare.add(mutate(plain, events.count() % 2 == 0 ? ADD : REMOVE));
                commit(pipeline, churn.next(Churn.OF_PODS), events);
            }
            double above = events.p99Micros() - bare.p99Micros();
            if (run >= 0 && above < bestP99) {
                bestP99 = above;
                bareOfBest = bare;
                eventsOfBest = events;
            }
            bareMicros = Math.min(bareMicros, bare.medianMicros());
            bestMedian = Math.min(bestMedian, events.medianMicros() - bare.medianMicros());
            say(
                    "event p50 %.2f p99 %.2f ms, bare p50 %.2f p99 %.2f ms",
                    events.medianMicros() / 1e3,
                    events.p99Micros() / 1e3,
                    bare.medianMicros() / 1e3,
                    bare.p99Micros() / 1e3);
        }
        figures.told("a bare mutation, p50, p99", milliseconds(bareOfBest))
                .told("pod event to commit, p50, p99, in the same run", milliseconds(eventsOfBest))
                .atMost("pod event to commit above a bare mutation, p99, best of 5", bestP99 / 1e3, 10, " ms")
                .told("the same, p50", String.format(Locale.ROOT, "%.2f ms", bestMedian / 1e3));
    }

    private static long mutate(PlainClient plain, byte[] mutation) throws IOException {
        long start = System.nanoTime();
        plain.commit(mutation);
        return System.nanoTime() - start;
    }

    /** An event that changes no row commits nothing, and is not counted. */
    private static void commit(Pipeline pipeline, Fact event, Samples samples) throws Exception {
        long start = System.nanoTime();
        pipeline.upsert(event);
        DesiredDelta delta = pipeline.flush();
        if (!delta.isEmpty()) {
            Pipeline.await(pipeline.desire(delta));
            samples.add(System.nanoTime() - start);
        }
    }

    private void bursts(Pipeline pipeline, Churn churn) throws Exception {
        double best = Double.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            List<Fact> events = events(churn, BURST);
            long start = System.nanoTime();
            Pipeline.await(burst(pipeline, events));
            double took = (System.nanoTime() - start) / 1e9;
            best = Math.min(best, took);
            say("burst of %,d events: %.2f s", BURST, took);
        }
        figures.atMost("a burst of 5,000 pod events to the commit of the last, best of 5", best, 1, " s")
                .told(
                        "the same: bare mutations that would take as long",
                        String.format(Locale.ROOT, "%,.0f", best * 1e6 / bareMicros));
    }

    private static CompletionStage<Outcome> burst(Pipeline pipeline, List<Fact> events) {
        long flushed = System.nanoTime();
        for (Fact event : events) {
            pipeline.upsert(event);
            long now = System.nanoTime();
            if (now - flushed >= FLUSH_INTERVAL) {
                pipeline.desire(pipeline.flush());
                flushed = now;
            }
        }
        return pipeline.desire(pipeline.flush());
    }

    /** Events while the server does nothing: what waits for it must not grow with their number. */
    private void stall(BareNorthbound server, Pipeline pipeline, Churn churn) throws Exception {
        double before = LiveHeap.megabytes();
        CompletionStage<Outcome> last = null;
        server.stall();
        double once = 0;
        for (int i = 0; i < BURSTS_AT_A_STALL; i++) {
            last = burst(pipeline, events(churn, BURST));
            once = i == 0 ? LiveHeap.megabytes() : once;
        }
        double often = LiveHeap.megabytes();
        server.goOn();
        if (last != null) {
            Pipeline.await(last);
        }
        figures.told(
                        "live heap before a stall, after 5,000 events, after 50,000",
                        String.format(Locale.ROOT, "%.0f MB, %.0f MB, %.0f MB", before, once, often))
                .atMost("live heap after ten times the events at a stalled server", often / once, 1.5, " times");
    }

    private static List<Fact> events(Churn churn, int count) {
        return Stream.generate(() -> churn.next(Churn.OF_PODS)).limit(count).toList();
    }

    private static String milliseconds(Samples samples) {
        return String.format(Locale.ROOT, "%.2f ms, %.2f ms", samples.medianMicros() / 1e3, samples.p99Micros() / 1e3);
    }

    private static void say(String format, Object... arguments) {
        System.out.printf(Locale.ROOT, format + "%n", arguments);
    }
}
