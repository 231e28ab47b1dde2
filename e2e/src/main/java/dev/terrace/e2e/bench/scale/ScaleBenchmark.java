package dev.terrace.e2e.bench.scale;

import dev.terrace.e2e.bench.Benchmark;
import dev.terrace.e2e.bench.Figures;
import java.util.List;
import java.util.Set;

/** What needs a server: from an event to the commit, bursts, from a policy to the datapath, rows and flows. */
public final class ScaleBenchmark implements Benchmark {

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public String about() {
        return "events to a real Northbound database and to the datapath of a real node; rows and flows";
    }

    @Override
    public List<String> parts() {
        return List.of("commit", "datapath", "rows");
    }

    @Override
    public Figures run(Set<String> parts) throws Exception {
        Figures figures = new Figures();
        if (parts.contains("commit")) {
            new CommitLatency(figures).measure();
        }
        if (parts.contains("datapath")) {
            new DatapathReadiness(figures).measure();
        }
        if (parts.contains("rows")) {
            new RowsAndFlows(figures).measure();
        }
        return figures;
    }
}
