package dev.terrace.core.graph;

import static dev.terrace.core.graph.Given.HTTP;
import static dev.terrace.core.graph.Given.accept;
import static dev.terrace.core.graph.Given.app;
import static dev.terrace.core.graph.Given.cluster;
import static dev.terrace.core.graph.Given.developer;
import static dev.terrace.core.graph.Given.namespace;
import static dev.terrace.core.graph.Given.network;
import static dev.terrace.core.graph.Given.node;
import static dev.terrace.core.graph.Given.pod;
import static dev.terrace.core.graph.Given.podServing;
import static dev.terrace.core.graph.Given.rule;
import static dev.terrace.core.graph.Given.team;

import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.model.Action;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.EndpointSliceFact;
import dev.terrace.core.model.EndpointSliceKey;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.FactKey;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpBlock;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.model.NodeFact;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.ServiceKey;
import dev.terrace.core.sample.SampleEvents.Event;
import dev.terrace.core.selector.LabelSelector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Example;

/**
 * Hand-written lists of states of a cluster, each replayed forwards and backwards, event by event, state by state and
 * all at once, in order and against it. The rows of every state are those of the full translator.
 */
final class PolicyGraphStatesTest {

    private static final NodeFact NODE = node("n", "192.168.0.1", "fd01::1");
    private static final Peer FROM_CLIENTS = new Peer.Pods(app("client"));
    private static final Peer FROM_TEAM = new Peer.Pods(team("red"));

    /** When a writer is told. */
    private enum Flushes {
        EACH_EVENT,
        EACH_STATE,
        AT_THE_END
    }

    @Example
    void twoPodsShareAnAddressForAMoment() {
        Fact policy = network("web", app("web"), List.of(accept(FROM_CLIENTS)), List.of());
        replay(
                List.of(policy, pod("web", "web", "10.0.0.1"), pod("old", "client", "10.0.0.2")),
                List.of(
                        policy,
                        pod("web", "web", "10.0.0.1"),
                        pod("old", "client", "10.0.0.2"),
                        pod("new", "client", "10.0.0.2")),
                List.of(policy, pod("web", "web", "10.0.0.1"), pod("new", "client", "10.0.0.2")),
                List.of(policy, pod("web", "web", "10.0.0.2"), pod("new", "client", "10.0.0.2")));
    }

    @Example
    void subjectsAndPeersBecomeEmptyAndFull() {
        Fact policy = developer(
                "web", 1, app("web"), List.of(accept(FROM_CLIENTS)), List.of(rule(Action.DENY, List.of(FROM_TEAM))));
        replay(
                List.of(policy),
                List.of(policy, pod("web", "web", "10.0.0.1")),
                List.of(policy, pod("web", "web", "10.0.0.1"), namespace("a", "red")),
                List.of(policy, pod("web", "client", "10.0.0.1"), namespace("a", "red")),
                List.of(policy, pod("web", "client"), namespace("a", "blue")),
                List.of(policy));
    }

    @Example
    void familyComesAndGoes() {
        Fact policy = network("web", app("web"), List.of(accept(FROM_CLIENTS, FROM_TEAM)), List.of());
        replay(
                List.of(policy, pod("web", "web", "10.0.0.1")),
                List.of(policy, pod("web", "web", "10.0.0.1", "fd00::1")),
                List.of(policy, pod("web", "web", "fd00::1")),
                List.of(policy, pod("web", "web", "10.0.0.1"), pod("c", "client", "fd00::2")));
    }

    @Example
    void namedPortMeansAnotherNumber() {
        List<Peer> networks = List.of(new Peer.Networks(List.of(IpBlock.of(IpPrefix.parse("10.0.0.0/30")))));
        List<Peer> nodes = List.of(new Peer.Nodes(LabelSelector.of("zone", "z")));
        Fact policy = developer(
                "web",
                1,
                app("web"),
                List.of(rule(Action.ACCEPT, List.of(FROM_CLIENTS), HTTP)),
                List.of(
                        rule(Action.ACCEPT, List.of(FROM_CLIENTS, FROM_TEAM), HTTP),
                        rule(Action.DENY, networks, HTTP),
                        rule(Action.PASS, nodes, HTTP),
                        rule(Action.DENY, List.of(new Peer.Anyone()), HTTP)));
        replay(
                List.of(policy, podServing("a", "web", 80, "10.0.0.1"), podServing("b", "client", 80, "10.0.0.2")),
                List.of(policy, podServing("a", "web", 81, "10.0.0.1"), podServing("b", "client", 80, "10.0.0.2")),
                List.of(
                        policy,
                        podServing("a", "web", 81, "10.0.0.1"),
                        podServing("b", "client", 82, "10.0.0.2"),
                        namespace("a", "red"),
                        node("n", "10.0.0.2")),
                List.of(policy, podServing("a", "web", 81, "10.0.0.1"), node("n", "10.0.0.1", "10.0.0.9")),
                List.of(policy, podServing("a", "web", 80, "10.0.0.7")));
    }

    @Example
    void firstOfSeveralPoliciesNamesTheIsolation() {
        Fact first = network("a", app("web"), List.of(), List.of());
        Fact second = network("b", app("web"), List.of(accept(FROM_CLIENTS)), List.of());
        Fact pod = pod("web", "web", "10.0.0.1");
        replay(
                List.of(pod, NODE, first),
                List.of(pod, NODE, first, second),
                List.of(pod, NODE, second),
                List.of(pod, NODE, second, network("a", app("client"), List.of(), List.of())),
                List.of(pod, first, network("b", app("client"), List.of(), List.of())));
    }

    @Example
    void policiesMoveInTheirOrder() {
        Fact pod = pod("web", "web", "10.0.0.1");
        replay(
                List.of(pod, cluster("a", 1, team("red"), List.of(accept(FROM_TEAM)))),
                List.of(pod, namespace("a", "red"), cluster("a", 1, team("red"), List.of(accept(FROM_TEAM)))),
                List.of(
                        pod,
                        namespace("a", "red"),
                        cluster("a", 1, team("red"), List.of(accept(FROM_TEAM), rule(Action.DENY, List.of(FROM_TEAM)))),
                        cluster("b", 1, team("red"), List.of(rule(Action.PASS, List.of(FROM_TEAM))))),
                List.of(
                        pod,
                        namespace("a", "red"),
                        cluster("a", 2, team("red"), List.of(accept(FROM_TEAM), rule(Action.DENY, List.of(FROM_TEAM)))),
                        cluster("b", 1, team("red"), List.of(rule(Action.PASS, List.of(FROM_TEAM))))));
    }

    /** The Developer stage beside OVN-Kubernetes has 900 places. */
    @Example
    void bandIsUsedUpAndThereIsRoomAgain() {
        List<Fact> many = new ArrayList<>(List.of(pod("web", "web", "10.0.0.1")));
        for (int i = 0; i < 460; i++) {
            many.add(developer(
                    "p" + i,
                    i,
                    app("web"),
                    List.of(accept(FROM_CLIENTS), rule(Action.DENY, List.of(FROM_CLIENTS))),
                    List.of()));
        }
        GraphUnderTest graph = new GraphUnderTest(TierLayout.ALONGSIDE, Platform.DEFAULT);
        replay(graph, List.of(many.subList(0, 400), many, many.subList(0, 450)), Flushes.EACH_STATE, true);
    }

    @Example
    void passOfADeveloperPolicyMirrorsNetworkPolicies() {
        Fact web = pod("web", "web", "10.0.0.1");
        Fact policy = network("web", app("web"), List.of(accept(FROM_CLIENTS)), List.of(accept(FROM_CLIENTS)));
        Fact pass = developer("pass", 1, team("red"), List.of(rule(Action.PASS, List.of(FROM_TEAM))), List.of());
        replay(
                List.of(NODE, web, policy),
                List.of(NODE, web, policy, pass),
                List.of(NODE, web, policy, pass, namespace("a", "red")),
                List.of(NODE, pod("web", "web", "10.0.0.2"), policy, pass, namespace("a", "red")),
                List.of(NODE, web, policy, namespace("a", "red")));
    }

    @Example
    void endpointsProbesAndNodesAreFollowed() {
        Fact policy = developer(
                "web",
                1,
                app("web"),
                List.of(accept(new Peer.KubeletProbes())),
                List.of(accept(new Peer.Endpoints(ServiceKey.CLUSTER_DNS), new Peer.Nodes(LabelSelector.EVERYTHING))));
        Fact pod = pod("web", "web", "10.0.0.1");
        replay(
                List.of(policy, pod, NODE),
                List.of(policy, pod, NODE, slice("one", "10.0.0.5")),
                List.of(policy, pod, NODE, slice("one", "10.0.0.5"), slice("two", "10.0.0.5", "fd00::5")),
                List.of(policy, podServing("web", "web", 9090, "10.0.0.1"), slice("two", "10.0.0.6")),
                List.of(policy, pod, node("n", "192.168.0.9")));
    }

    private static Fact slice(String name, String... addresses) {
        List<IpAddress> endpoints = new ArrayList<>();
        for (String address : addresses) {
            endpoints.add(IpAddress.parse(address));
        }
        return new EndpointSliceFact(
                new EndpointSliceKey("kube-system", name), ServiceKey.CLUSTER_DNS, Set.copyOf(endpoints));
    }

    @SafeVarargs
    private static void replay(List<Fact>... states) {
        List<List<Fact>> forwards = new ArrayList<>();
        for (List<Fact> state : states) {
            forwards.add(state);
        }
        List<List<Fact>> backwards = new ArrayList<>(forwards);
        Collections.reverse(backwards);
        List<List<Fact>> thereAndBack = new ArrayList<>(forwards);
        thereAndBack.addAll(backwards);
        for (TierLayout layout : TierLayout.values()) {
            for (Flushes flushes : Flushes.values()) {
                for (List<List<Fact>> order : List.of(forwards, backwards, thereAndBack)) {
                    replay(new GraphUnderTest(layout, Platform.DEFAULT), order, flushes, false);
                    replay(new GraphUnderTest(layout, Platform.DEFAULT), order, flushes, true);
                }
            }
        }
    }

    private static void replay(GraphUnderTest graph, List<List<Fact>> states, Flushes flushes, boolean eventsReversed) {
        Map<FactKey, Fact> before = Map.of();
        for (List<Fact> state : states) {
            Map<FactKey, Fact> after = new LinkedHashMap<>();
            state.forEach(fact -> after.put(fact.key(), fact));
            List<Event> events = new ArrayList<>(between(before, after));
            if (eventsReversed) {
                Collections.reverse(events);
            }
            for (Event event : events) {
                graph.apply(event);
                graph.apply(event);
                if (flushes == Flushes.EACH_EVENT) {
                    graph.flush();
                }
            }
            switch (flushes) {
                case EACH_EVENT, EACH_STATE -> graph.assertHandedOut(ClusterFacts.of(state));
                case AT_THE_END -> graph.assertRight(ClusterFacts.of(state));
            }
            before = after;
        }
        graph.assertHandedOut(ClusterFacts.of(states.getLast()));
        graph.tearDown(null);
    }

    private static List<Event> between(Map<FactKey, Fact> before, Map<FactKey, Fact> after) {
        List<Event> events = new ArrayList<>();
        before.keySet().stream()
                .filter(key -> !after.containsKey(key))
                .forEach(key -> events.add(new Event(key, null)));
        after.forEach((key, fact) -> events.add(new Event(key, fact)));
        return events;
    }
}
