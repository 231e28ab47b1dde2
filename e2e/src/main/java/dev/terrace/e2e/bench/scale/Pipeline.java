package dev.terrace.e2e.bench.scale;

import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.graph.PolicyGraph;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.Platform;
import dev.terrace.ovn.NorthboundWriter;
import dev.terrace.ovn.Outcome;
import dev.terrace.ovn.WriterListener;
import dev.terrace.ovn.WriterSettings;
import dev.terrace.ovn.rpc.Endpoint;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The graph and the writer, as they are in the running gateway; its thread is the caller's. */
final class Pipeline implements AutoCloseable {

    static final String OWNER = "bench";

    private static final int PATIENCE_MINUTES = 10;

    private final PolicyGraph graph = new PolicyGraph(OWNER, TierLayout.STANDALONE, Platform.DEFAULT, System::nanoTime);
    private final NorthboundWriter writer;

    /** Brings these facts into the database. */
    Pipeline(Endpoint endpoint, List<Fact> facts) throws Exception {
        writer = startedWriter(endpoint);
        facts.forEach(graph::upsert);
        graph.flush();
        await(writer.desire(graph.image()));
    }

    static NorthboundWriter startedWriter(Endpoint endpoint) throws Exception {
        NorthboundWriter writer = new NorthboundWriter(
                WriterSettings.of(List.of(endpoint), OWNER).withMassDelete(true), WriterListener.NONE);
        writer.start().toCompletableFuture().get(1, TimeUnit.MINUTES);
        return writer;
    }

    void upsert(Fact fact) {
        graph.upsert(fact);
    }

    /** What changed since the last time. */
    DesiredDelta flush() {
        return graph.flush();
    }

    CompletionStage<Outcome> desire(DesiredDelta delta) {
        return writer.desire(delta);
    }

    /** @throws IllegalStateException when the database did not take it */
    static void await(CompletionStage<Outcome> stage)
            throws InterruptedException, ExecutionException, TimeoutException {
        Outcome outcome = stage.toCompletableFuture().get(PATIENCE_MINUTES, TimeUnit.MINUTES);
        if (!(outcome instanceof Outcome.Committed)) {
            throw new IllegalStateException(outcome.toString());
        }
    }

    @Override
    public void close() {
        writer.close();
    }
}
