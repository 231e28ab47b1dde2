package dev.terrace.e2e.bench.nb;

import dev.terrace.e2e.bench.Benchmark;
import dev.terrace.e2e.bench.Figures;
import java.util.List;
import java.util.Set;

/**
 * The writer beside the physical limit and beside other clients.
 *
 * <p>The limit is a {@link PlainClient} that says what a writer said before, byte for byte, and hears what it heard.
 */
public final class NorthboundBenchmark implements Benchmark {

    @Override
    public String name() {
        return "nb";
    }

    @Override
    public String about() {
        return "reads and writes of a Northbound database, beside other clients and the physical limit";
    }

    @Override
    public List<String> parts() {
        return List.of("sync", "changes", "heap", "rows", "others");
    }

    @Override
    public Figures run(Set<String> parts) throws Exception {
        Figures figures = new Figures();
        try (DatabaseServer server = DatabaseServer.start()) {
            Others others = parts.contains("others") ? new Others(server) : null;
            if (parts.contains("sync")) {
                new FullSync(server, others, figures).measure();
            }
            if (parts.contains("changes")) {
                new ReadAndChange(server, others, figures).measure(parts.contains("heap"));
            }
            if (parts.contains("rows")) {
                manyRows(server, figures);
            }
        }
        return figures;
    }

    private static void manyRows(DatabaseServer server, Figures figures) throws Exception {
        List<Policy> policies = Policy.many(25_000, 2, 5);
        server.fill(policies);
        ReaderProcess reader = ReaderProcess.run(server.endpoint(), "160m");
        figures.judged(
                "100,000 rows with -Xmx160m",
                reader == null ? "not read" : "read in %.1f s".formatted(reader.seconds()),
                "to be read",
                reader != null && reader.rows() == 100_000);
    }
}
