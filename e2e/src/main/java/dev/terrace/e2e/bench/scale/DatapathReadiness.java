package dev.terrace.e2e.bench.scale;

import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.Policy;
import dev.terrace.e2e.bench.Figures;
import dev.terrace.e2e.bench.Samples;
import dev.terrace.e2e.node.OvnNode;
import dev.terrace.e2e.synthetic.KubeBurnerShape;
import dev.terrace.e2e.synthetic.SyntheticCluster;
import dev.terrace.ovn.Outcome;
import dev.terrace.ovn.rpc.Endpoint;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * From a policy to the datapath of a real node, in the shape of kube-burner's workload: policies come at a steady rate,
 * and each is ready when {@code hv_cfg} says that all that was committed before is done.
 */
final class DatapathReadiness {

    private static final int RATE_PER_SECOND = 20;
    private static final int QUESTIONS = 50;

    private final Figures figures;

    DatapathReadiness(Figures figures) {
        this.figures = figures;
    }

    /** One of the workload's 24 nodes, with its share of the pods, and its own database. */
    void measure() throws Exception {
        SyntheticCluster cluster = KubeBurnerShape.PUBLISHED.cluster();
        String name = cluster.nodes().getFirst().name();
        List<PodFact> local =
                cluster.pods().stream().filter(pod -> name.equals(pod.node())).toList();
        try (OvnNode node = OvnNode.start()) {
            Endpoint.Tcp endpoint =
                    (Endpoint.Tcp) Endpoint.parseAll(node.northbound()).getFirst();
            try (PlainClient client = new PlainClient(endpoint)) {
                LogicalPorts.create(client, local);
            }
            LogicalPorts.claim(node, local);
            try (Pipeline pipeline =
                            new Pipeline(endpoint, cluster.withoutPolicies().all());
                    DatapathClock clock = new DatapathClock(endpoint)) {
                figures.told(
                        "a question to the datapath with nothing to do, p50 of " + QUESTIONS,
                        String.format(Locale.ROOT, "%.3f s", ask(clock).medianMicros() / 1e6));
                Samples ready = apply(cluster.policies(), pipeline, clock);
                tell(local.size(), ready);
            }
        }
    }

    private static Samples ask(DatapathClock clock) throws InterruptedException {
        Samples answers = new Samples();
        for (int i = 0; i < QUESTIONS; i++) {
            CountDownLatch answered = new CountDownLatch(1);
            long start = System.nanoTime();
            clock.committed(now -> {
                answers.add(now - start);
                answered.countDown();
            });
            answered.await();
        }
        return answers;
    }

    /** Each duration begins when the policy is due, so that one that is late makes none of the others look fast. */
    private static Samples apply(List<Policy> policies, Pipeline pipeline, DatapathClock clock) throws Exception {
        Samples ready = new Samples();
        CountDownLatch left = new CountDownLatch(policies.size());
        long start = System.nanoTime();
        for (int i = 0; i < policies.size(); i++) {
            long due = start + i * (TimeUnit.SECONDS.toNanos(1) / RATE_PER_SECOND);
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            pipeline.upsert(policies.get(i));
            pipeline.desire(pipeline.flush()).thenAccept(outcome -> {
                if (outcome instanceof Outcome.Committed) {
                    clock.committed(now -> {
                        // On the clock's thread only.
                        ready.add(now - due);
                        left.countDown();
                    });
                }
            });
            if (i % 480 == 479) {
                System.out.printf(
                        Locale.ROOT,
                        "%,d policies applied, %,d not ready%n",
                        i + 1,
                        left.getCount() - policies.size() + i + 1);
            }
        }
        if (!left.await(10, TimeUnit.MINUTES)) {
            throw new IllegalStateException(left.getCount() + " policies are not ready");
        }
        return ready;
    }

    private void tell(int pods, Samples ready) {
        figures.told(
                        "%,d policies at %d per second, %d pods on the node, p50 until in the datapath"
                                .formatted(ready.count(), RATE_PER_SECOND, pods),
                        String.format(Locale.ROOT, "%.2f s", ready.medianMicros() / 1e6))
                .atMost("the same, p99 (published for OVN-Kubernetes: 4.8 s)", ready.p99Micros() / 1e6, 1, " s");
    }
}
