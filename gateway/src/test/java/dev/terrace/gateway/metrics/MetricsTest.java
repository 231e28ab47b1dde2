package dev.terrace.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.graph.GraphStatistics;
import dev.terrace.core.model.FactKey;
import dev.terrace.core.model.NamespaceKey;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.Problem;
import dev.terrace.gateway.run.GatewayStatistics;
import dev.terrace.ovn.WriterState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MetricsTest {

    private static final Path PAGE = Path.of("../docs/metrics.md");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(terrace_\\w+)` \\| (\\w+) \\|[^|]*\\|[^|]*\\| (.+) \\|$");
    private static final Pattern HELP = Pattern.compile("(?m)^# HELP (\\w+) (.+)$");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\w+) (\\w+)$");

    private final Metrics metrics = new Metrics(List.of("tcp:a:6641", "tcp:b:6641"));

    private static final Map<FactKey, List<Problem>> PROBLEMS = Map.of(
            new NamespaceKey("shop"),
            List.of(),
            policy("fine"),
            List.of(),
            policy("bad"),
            problems(Problem.Reason.UNKNOWN_FIELD, Problem.Reason.UNKNOWN_FIELD, Problem.Reason.INVALID),
            policy("worse"),
            problems(Problem.Reason.INVALID));

    private static PolicyKey policy(String name) {
        return new PolicyKey(PolicyKind.DEVELOPER_NETWORK_POLICY, "shop", name);
    }

    private static List<Problem> problems(Problem.Reason... reasons) {
        return Stream.of(reasons)
                .map(reason -> new Problem(reason, "spec", "what"))
                .toList();
    }

    private static Reading reading() {
        return new Reading(
                true,
                false,
                true,
                42,
                SourceCounts.of(PROBLEMS),
                Set.of("Pod"),
                2,
                new GatewayStatistics(
                        7,
                        4,
                        11,
                        Duration.ofMillis(20),
                        Duration.ofMillis(9),
                        2,
                        0,
                        1,
                        new GraphStatistics(Map.of(
                                GraphStatistics.Node.PODS,
                                new GraphStatistics.Counts(100, 101, 102, 1_500_000_000L, 103)))),
                new WriterState(WriterState.Phase.WRITING, "", 3, 14, 15, 9, 26, 5, 35, 8, null, 97, 0),
                Set.of("tcp:b:6641"));
    }

    @Test
    void saysWhatTheReadingSays() {
        metrics.reachedDatapath(Duration.ofMillis(40));
        assertThat(metrics.scrape(reading()).lines())
                .contains(
                        "terrace_live 1.0",
                        "terrace_ready 0.0",
                        "terrace_source_synced 1.0",
                        "terrace_source_events_total 42.0",
                        "terrace_source_trouble{kind=\"Pod\"} 1.0",
                        "terrace_source_trouble{kind=\"Node\"} 0.0",
                        "terrace_source_objects{kind=\"Namespace\"} 1.0",
                        "terrace_source_objects{kind=\"Pod\"} 0.0",
                        "terrace_source_objects{kind=\"DeveloperNetworkPolicy\"} 3.0",
                        "terrace_policies_failing_closed{kind=\"DeveloperNetworkPolicy\"} 2.0",
                        "terrace_policies_failing_closed{kind=\"NetworkPolicy\"} 0.0",
                        "terrace_policies_problems{kind=\"DeveloperNetworkPolicy\",reason=\"UnknownField\"} 2.0",
                        "terrace_policies_problems{kind=\"DeveloperNetworkPolicy\",reason=\"Invalid\"} 2.0",
                        "terrace_policies_contradicting 2.0",
                        "terrace_gateway_events_total 7.0",
                        "terrace_gateway_flush_seconds_count 4",
                        "terrace_gateway_flush_seconds_sum 0.02",
                        "terrace_gateway_flush_longest_seconds 0.009",
                        "terrace_gateway_rows_total 11.0",
                        "terrace_gateway_self_checks_total 2.0",
                        "terrace_gateway_divergences_total 0.0",
                        "terrace_gateway_recomputes_total 1.0",
                        "terrace_graph_events_total{node=\"pods\"} 100.0",
                        "terrace_graph_evaluations_total{node=\"pods\"} 101.0",
                        "terrace_graph_recomputes_total{node=\"pods\"} 102.0",
                        "terrace_graph_seconds_total{node=\"pods\"} 1.5",
                        "terrace_graph_size{node=\"pods\"} 103.0",
                        "terrace_writer_phase{phase=\"writing\"} 1.0",
                        "terrace_writer_phase{phase=\"in_sync\"} 0.0",
                        "terrace_writer_endpoint_left_out{endpoint=\"tcp:a:6641\"} 0.0",
                        "terrace_writer_endpoint_left_out{endpoint=\"tcp:b:6641\"} 1.0",
                        "terrace_writer_connections_total 3.0",
                        "terrace_writer_transactions_total 14.0",
                        "terrace_writer_rows_written_total 15.0",
                        "terrace_writer_drift_healed_total 9.0",
                        "terrace_writer_rows 26.0",
                        "terrace_writer_logical_ports 5.0",
                        "terrace_writer_rows_rejected 35.0",
                        "terrace_writer_epoch 8.0",
                        "terrace_writer_reviews_total 97.0",
                        "terrace_writer_overlooked_total 0.0",
                        "terrace_writer_datapath_delay_seconds_count 1",
                        "terrace_writer_datapath_delay_seconds_sum 0.04");
    }

    @Test
    void thePageListsEveryNameWithItsTypeAndMeaningAndNoOther() throws IOException {
        String scraped = metrics.scrape(reading());
        SortedMap<String, String> types = new TreeMap<>();
        TYPE.matcher(scraped).results().forEach(type -> types.put(type.group(1), type.group(2)));
        SortedMap<String, String> served = new TreeMap<>();
        HELP.matcher(scraped)
                .results()
                .forEach(help -> served.put(help.group(1), types.get(help.group(1)) + ": " + help.group(2)));
        SortedMap<String, String> listed = new TreeMap<>();
        for (MatchResult row : ROW.matcher(Files.readString(PAGE)).results().toList()) {
            listed.put(row.group(1), row.group(2) + ": " + row.group(3));
        }
        // The longest delay of late has no name of its own in Micrometer.
        served.remove("terrace_writer_datapath_delay_seconds_max");
        assertThat(listed).isEqualTo(served);
    }
}
