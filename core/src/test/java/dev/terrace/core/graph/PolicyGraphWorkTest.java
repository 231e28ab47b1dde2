package dev.terrace.core.graph;

import static dev.terrace.core.graph.Given.accept;
import static dev.terrace.core.graph.Given.developer;
import static dev.terrace.core.graph.Given.namespace;
import static dev.terrace.core.graph.Given.network;
import static dev.terrace.core.graph.Given.node;
import static dev.terrace.core.graph.Given.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.desired.RowDelta;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.graph.GraphStatistics.Node;
import dev.terrace.core.model.Action;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.LogSeverity;
import dev.terrace.core.model.Logging;
import dev.terrace.core.model.NamespaceFact;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.Policy;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;

/** What the graph does not do: work per event is proportional to what the event touches, in a cluster of any size. */
final class PolicyGraphWorkTest {

    private static final int APPS = 50;
    private static final int PODS_OF_AN_APP = 20;

    private final GraphUnderTest graph = new GraphUnderTest(TierLayout.STANDALONE, Platform.DEFAULT);

    PolicyGraphWorkTest() {
        graph.upsert(namespace("a", "red"), node("n", "192.168.0.1"));
        for (int app = 0; app < APPS; app++) {
            for (int pod = 0; pod < PODS_OF_AN_APP; pod++) {
                graph.upsert(pod("pod-" + app + "-" + pod, name(app), "10.1." + app + "." + pod));
            }
            graph.upsert(policyOf(app));
        }
        graph.flush();
    }

    @Example
    void podOfKnownLabelsIsHeldAgainstNoSelector() {
        Map<Node, Long> evaluations = evaluationsOf(pod("new", name(7), "10.2.0.1"));

        assertThat(evaluations).doesNotContainKeys(Node.SELECTIONS, Node.NAMESPACES, Node.ACLS);
        assertThat(graph.graph().statistics().of(Node.LABEL_SETS).size()).isEqualTo(APPS);
    }

    @Example
    void podOfNewLabelsIsHeldAgainstThoseThatCouldMatch() {
        graph.upsert(developer("few", 1, Given.app("new"), List.of(), List.of()));
        Map<Node, Long> evaluations = evaluationsOf(pod("new", "other", "10.2.0.1"));

        assertThat(evaluations).doesNotContainKeys(Node.SELECTIONS, Node.ACLS);
    }

    @Example
    void podChangesMembersOfItsOwnRowsOnly() {
        graph.upsert(pod("pod-7-3", name(7), "10.2.0.1"));
        DesiredDelta delta = graph.flush();

        // The next application's set of peers; its ports are where they were.
        assertThat(delta.rows().values()).singleElement().isInstanceOfSatisfying(RowDelta.Addresses.class, change -> {
            assertThat(change.added()).hasSize(1);
            assertThat(change.removed()).hasSize(1);
        });
    }

    @Example
    void annotationChangesWhatIsLoggedAndNothingElse() {
        DesiredImage silent = graph.graph().image();
        graph.upsert(new NamespaceFact(
                "a",
                Map.of("team", "red"),
                new Logging(Map.of(Action.ACCEPT, LogSeverity.NOTICE, Action.DENY, LogSeverity.ALERT), List.of())));
        DesiredDelta on = graph.flush();
        graph.upsert(namespace("a", "red"));
        DesiredDelta off = graph.flush();

        // Of each application's rules one ACL; the anchor, probes and own node log nothing.
        assertThat(on.rows().values().stream().map(RowDelta::key).map(RowKey::table))
                .hasSize(2
                        + (int) silent.rows().values().stream()
                                .filter(row -> row.externalIds().containsKey(ExternalIds.KIND))
                                .count())
                .contains(RowKey.Table.METER, RowKey.Table.METER_BAND, RowKey.Table.ACL)
                .doesNotContain(RowKey.Table.PORT_GROUP, RowKey.Table.ADDRESS_SET);
        assertThat(off.rows().keySet()).isEqualTo(on.rows().keySet());
        assertThat(graph.graph().image()).isEqualTo(silent);
    }

    @Example
    void newPodIsAddedWhereItBelongs() {
        graph.upsert(pod("new", name(7), "10.2.0.1"));
        DesiredDelta delta = graph.flush();

        // Subject, own node, probes and anchor are groups; the next application's peers are a set.
        assertThat(delta.rows().values())
                .hasSize(5)
                .allMatch(change -> change instanceof RowDelta.Ports || change instanceof RowDelta.Addresses);
    }

    @Example
    void repeatedFactsAreNoWork() {
        Map<Node, Long> before = eventsNow();
        graph.upsert(pod("pod-7-3", name(7), "10.1.7.3"), policyOf(7), namespace("a", "red"), node("n", "192.168.0.1"));

        assertThat(graph.flush().isEmpty()).isTrue();
        assertThat(eventsNow()).isEqualTo(before);
    }

    @Example
    void whatIsTakenBackIsNothing() {
        graph.upsert(pod("pod-7-3", name(8), "10.2.0.1"), namespace("a", "blue"));
        graph.remove(policyOf(7).key());
        graph.upsert(pod("pod-7-3", name(7), "10.1.7.3"), namespace("a", "red"), policyOf(7));

        assertThat(graph.flush().isEmpty()).isTrue();
    }

    @Example
    void policyOfKnownSelectorsIsHeldAgainstNoLabels() {
        Policy changed = network("policy-7", app(7), List.of(), List.of(accept(peers(8))));
        Map<Node, Long> evaluations = evaluationsOf(changed);

        assertThat(evaluations).doesNotContainKeys(Node.SELECTIONS, Node.NAMESPACES);
        assertThat(evaluations.get(Node.ACLS)).isLessThan(6);
    }

    @Example
    void secondFamilyIsRecomputedAndSaysSo() {
        long before = recomputes();
        graph.upsert(pod("new", name(7), "10.2.0.1"));
        graph.flush();
        assertThat(recomputes()).isEqualTo(before);

        graph.upsert(pod("new", name(7), "10.2.0.1", "fd00::1"));
        graph.flush();
        assertThat(recomputes()).isEqualTo(before + 1);
    }

    @Example
    void timeIsOfTheNodeWhereTheWorkBegan() {
        long pods = timeOf(Node.PODS);
        long acls = timeOf(Node.ACLS);
        graph.upsert(pod("pod-7-3", name(7), "10.2.0.1"));

        // The clock goes on by one each time that it is looked at.
        assertThat(timeOf(Node.PODS)).isEqualTo(pods + 1);
        assertThat(timeOf(Node.ACLS)).isEqualTo(acls);
        graph.flush();
        assertThat(timeOf(Node.ACLS)).isGreaterThan(acls);
    }

    private long timeOf(Node node) {
        return graph.graph().statistics().of(node).nanos();
    }

    private long recomputes() {
        return graph.graph().statistics().of(Node.SELECTIONS).recomputes();
    }

    private static String name(int app) {
        return "app-" + app;
    }

    private static PodSelection app(int number) {
        return Given.app(name(number));
    }

    private static Peer peers(int app) {
        return new Peer.Pods(app(app));
    }

    private static Policy policyOf(int app) {
        return network("policy-" + app, app(app), List.of(accept(peers((app + APPS - 1) % APPS))), List.of());
    }

    private Map<Node, Long> evaluationsOf(Fact fact) {
        Map<Node, Long> before = evaluations();
        graph.upsert(fact);
        graph.flush();
        Map<Node, Long> made = evaluations();
        made.replaceAll((node, count) -> count - before.getOrDefault(node, 0L));
        made.values().removeIf(count -> count == 0);
        return made;
    }

    private Map<Node, Long> evaluations() {
        Map<Node, Long> counts = new EnumMap<>(Node.class);
        graph.graph().statistics().nodes().forEach((node, count) -> counts.put(node, count.evaluations()));
        return counts;
    }

    private Map<Node, Long> eventsNow() {
        Map<Node, Long> counts = new EnumMap<>(Node.class);
        graph.graph().statistics().nodes().forEach((node, count) -> counts.put(node, count.events()));
        return counts;
    }
}
