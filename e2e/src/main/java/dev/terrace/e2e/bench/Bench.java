package dev.terrace.e2e.bench;

import dev.terrace.e2e.bench.explain.ExplainBenchmark;
import dev.terrace.e2e.bench.graph.GraphBenchmark;
import dev.terrace.e2e.bench.logging.LoggingBenchmark;
import dev.terrace.e2e.bench.nb.NorthboundBenchmark;
import dev.terrace.e2e.bench.scale.ScaleBenchmark;
import dev.terrace.e2e.bench.start.StartBenchmark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code bin/bench NAME [PART...] [--json]}: prints what a benchmark found, or those parts of it; its exit code is 0 if
 * every bar holds.
 */
public final class Bench {

    private static final List<Benchmark> BENCHMARKS = List.of(
            new ExplainBenchmark(),
            new GraphBenchmark(),
            new LoggingBenchmark(),
            new NorthboundBenchmark(),
            new ScaleBenchmark(),
            StartBenchmark.small(),
            StartBenchmark.large());

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of(arguments));
        boolean json = words.remove("--json");
        Benchmark benchmark = BENCHMARKS.stream()
                .filter(known -> !words.isEmpty() && known.name().equals(words.getFirst()))
                .findFirst()
                .orElse(null);
        if (benchmark == null || !benchmark.parts().containsAll(words.subList(1, words.size()))) {
            System.err.println("usage: bin/bench NAME [PART...] [--json], where NAME is one of");
            BENCHMARKS.forEach(known -> System.err.printf(
                    "  %-8s %s%s%n",
                    known.name(),
                    known.about(),
                    known.parts().isEmpty() ? "" : "; parts: " + String.join(", ", known.parts())));
            System.exit(2);
            return;
        }
        List<String> parts = words.size() == 1 ? benchmark.parts() : words.subList(1, words.size());
        Figures figures = benchmark.run(Set.copyOf(parts));
        System.out.println();
        print(figures);
        if (json) {
            System.out.println(
                    new JsonMapper().writeValueAsString(Map.of("name", benchmark.name(), "figures", figures.all())));
        }
        System.exit(figures.hold() ? 0 : 1);
    }

    private static void print(Figures figures) {
        int what = width(figures.all().stream().map(Figures.Figure::what).toList());
        int value = width(figures.all().stream().map(Figures.Figure::value).toList());
        for (Figures.Figure figure : figures.all()) {
            String verdict = figure.bar().isEmpty() ? "" : figure.bar() + (figure.holds() ? "" : "  DOES NOT HOLD");
            System.out.printf("%-" + what + "s  %" + value + "s  %s%n", figure.what(), figure.value(), verdict);
        }
    }

    private static int width(List<String> cells) {
        return cells.stream().collect(Collectors.summarizingInt(String::length)).getMax();
    }
}
