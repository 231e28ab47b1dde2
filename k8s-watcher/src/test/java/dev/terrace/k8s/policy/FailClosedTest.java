package dev.terrace.k8s.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.NamespaceFact;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.PortRange;
import dev.terrace.core.model.Problem;
import dev.terrace.core.model.Problem.Reason;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.model.Rule;
import dev.terrace.core.selector.LabelSelector;
import dev.terrace.k8s.object.Yaml;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every row of "Fail closed" in {@code docs/design/policy-semantics.md}, for every kind that it is about. */
final class FailClosedTest {

    private static final LabelSelector ALL = LabelSelector.EVERYTHING;
    private static final String MATCHES_NOTHING = "the rule matches nothing";
    private static final String DENIES_EVERYTHING = "the rule denies everything";

    private enum Kind {
        CNP("policy.networking.k8s.io/v1alpha2", "ClusterNetworkPolicy", "a", "Accept", """
                tier: Admin, priority: 7, subject: {namespaces: {}}"""),
        ANP("policy.networking.k8s.io/v1alpha1", "AdminNetworkPolicy", "a", "Allow", """
                priority: 7, subject: {namespaces: {}}"""),
        BANP("policy.networking.k8s.io/v1alpha1", "BaselineAdminNetworkPolicy", "default", "Allow", """
                subject: {namespaces: {}}"""),
        DNP("policy.terrace.dev/v1alpha1", "DeveloperNetworkPolicy", "a", "Accept", """
                priority: 7, subject: {pods: {podSelector: {}}}""");

        private final String apiVersion;
        private final String kind;
        private final String name;
        private final String accept;
        private final String head;

        Kind(String apiVersion, String kind, String name, String accept, String head) {
            this.apiVersion = apiVersion;
            this.kind = kind;
            this.name = name;
            this.accept = accept;
            this.head = head;
        }

        Policy with(String head, String rules) {
            return Yaml.policy("{apiVersion: " + apiVersion + ", kind: " + kind + ", metadata: {name: " + name
                    + "}, spec: {" + head + ", " + rules + "}}");
        }

        Policy with(String rules) {
            return with(head, rules);
        }

        String word(Action action) {
            return switch (action) {
                case ACCEPT -> accept;
                case DENY -> "Deny";
                case PASS -> "Pass";
            };
        }

        boolean has(Action action) {
            return this != BANP || action != Action.PASS;
        }
    }

    private static final Set<Kind> EVERY = Set.of(Kind.values());
    private static final Set<Kind> CNP_DNP = Set.of(Kind.CNP, Kind.DNP);
    private static final Set<Kind> ANP_BANP = Set.of(Kind.ANP, Kind.BANP);
    private static final Set<Kind> CLUSTER = Set.of(Kind.CNP, Kind.ANP, Kind.BANP);

    /**
     * A rule with something in it that is not understood.
     *
     * @param body its members beside name and action
     * @param path where the problem is, below the rule
     */
    private record Broken(Set<Kind> kinds, Direction direction, String body, Reason reason, String path) {}

    private static Broken ingress(Set<Kind> kinds, String body, Reason reason, String path) {
        return new Broken(kinds, Direction.INGRESS, body, reason, path);
    }

    private static Broken egress(Set<Kind> kinds, String body, Reason reason, String path) {
        return new Broken(kinds, Direction.EGRESS, body, reason, path);
    }

    private static Broken protocols(String entries, Reason reason, String path) {
        return ingress(CNP_DNP, "from: [{namespaces: {}}], protocols: " + entries, reason, path);
    }

    private static Broken ports(String entries, Reason reason, String path) {
        return ingress(ANP_BANP, "from: [{namespaces: {}}], ports: " + entries, reason, path);
    }

    private static final List<Broken> BROKEN = List.of(
            // The rule and its list of peers.
            ingress(EVERY, "from: [{namespaces: {}}], when: now", Reason.UNKNOWN_FIELD, ".when"),
            ingress(EVERY, "from: [{namespaces: {}}], to: [{namespaces: {}}]", Reason.UNKNOWN_FIELD, ".to"),
            ingress(EVERY, "", Reason.INVALID, ".from"),
            egress(EVERY, "", Reason.INVALID, ".to"),
            ingress(EVERY, "from: null", Reason.INVALID, ".from"),
            ingress(EVERY, "from: []", Reason.INVALID, ".from"),
            egress(EVERY, "to: []", Reason.INVALID, ".to"),
            ingress(EVERY, "from: {namespaces: {}}", Reason.INVALID, ".from"),
            ingress(EVERY, "from: [null]", Reason.INVALID, ".from[0]"),
            ingress(EVERY, "from: [all]", Reason.INVALID, ".from[0]"),
            // A peer.
            ingress(EVERY, "from: [{}]", Reason.INVALID, ".from[0]"),
            ingress(EVERY, "from: [{services: {}}]", Reason.UNKNOWN_FIELD, ".from[0].services"),
            ingress(EVERY, "from: [{namespaces: {}}, {x: {}}]", Reason.UNKNOWN_FIELD, ".from[1].x"),
            ingress(EVERY, "from: [{namespaces: {}, x: {}}]", Reason.UNKNOWN_FIELD, ".from[0].x"),
            ingress(
                    EVERY,
                    "from: [{namespaces: {}, pods: {namespaceSelector: {}, podSelector: {}}}]",
                    Reason.INVALID,
                    ".from[0]"),
            ingress(EVERY, "from: [{namespaces: all}]", Reason.INVALID, ".from[0].namespaces"),
            ingress(EVERY, "from: [{namespaces: null}]", Reason.INVALID, ".from[0]"),
            ingress(
                    EVERY,
                    "from: [{pods: {namespaceSelector: {}, podSelector: {}, namespaceSelectr: {}}}]",
                    Reason.UNKNOWN_FIELD,
                    ".from[0].pods.namespaceSelectr"),
            ingress(EVERY, "from: [{pods: {namespaceSelector: {}}}]", Reason.INVALID, ".from[0].pods.podSelector"),
            ingress(
                    Set.of(Kind.ANP, Kind.BANP, Kind.DNP),
                    "from: [{pods: {podSelector: {}}}]",
                    Reason.INVALID,
                    ".from[0].pods.namespaceSelector"),
            ingress(
                    ANP_BANP,
                    "from: [{namespaces: {namespaceSelector: {}}}]",
                    Reason.UNKNOWN_FIELD,
                    ".from[0].namespaces.namespaceSelector"),
            ingress(
                    ANP_BANP,
                    "from: [{namespaces: {sameLabels: [a]}}]",
                    Reason.UNKNOWN_FIELD,
                    ".from[0].namespaces.sameLabels"),
            ingress(
                    ANP_BANP,
                    "from: [{namespaces: {notSameLabels: [a]}}]",
                    Reason.UNKNOWN_FIELD,
                    ".from[0].namespaces.notSameLabels"),
            // No CIDR, node or name on ingress of the cluster kinds.
            ingress(CLUSTER, "from: [{networks: [10.0.0.0/8]}]", Reason.UNKNOWN_FIELD, ".from[0].networks"),
            ingress(CLUSTER, "from: [{nodes: {}}]", Reason.UNKNOWN_FIELD, ".from[0].nodes"),
            ingress(EVERY, "from: [{domainNames: [a.org]}]", Reason.UNKNOWN_FIELD, ".from[0].domainNames"),
            ingress(Set.of(Kind.DNP), "from: [{nodes: {}}]", Reason.UNKNOWN_FIELD, ".from[0].nodes"),
            ingress(CLUSTER, "from: [{localPods: {podSelector: {}}}]", Reason.UNKNOWN_FIELD, ".from[0].localPods"),
            ingress(Set.of(Kind.DNP), "from: [{localPods: {}}]", Reason.INVALID, ".from[0].localPods.podSelector"),
            ingress(Set.of(Kind.DNP), "from: [{wellKnown: ClusterDNS}]", Reason.INVALID, ".from[0].wellKnown"),
            ingress(Set.of(Kind.DNP), "from: [{wellKnown: all}]", Reason.INVALID, ".from[0].wellKnown"),
            ingress(Set.of(Kind.DNP), "from: [{wellKnown: [All]}]", Reason.INVALID, ".from[0].wellKnown"),
            egress(Set.of(Kind.DNP), "to: [{wellKnown: KubeletProbes}]", Reason.INVALID, ".to[0].wellKnown"),
            egress(EVERY, "to: [{networks: [10.0.0.0/33]}]", Reason.INVALID, ".to[0].networks[0]"),
            egress(EVERY, "to: [{networks: [10.0.0.0]}]", Reason.INVALID, ".to[0].networks[0]"),
            egress(EVERY, "to: [{networks: [7]}]", Reason.INVALID, ".to[0].networks[0]"),
            egress(EVERY, "to: [{networks: [null]}]", Reason.INVALID, ".to[0].networks[0]"),
            egress(
                    EVERY,
                    "to: [{networks: [10.0.0.0/8, '::ffff:10.0.0.0/104']}]",
                    Reason.INVALID,
                    ".to[0].networks[1]"),
            egress(EVERY, "to: [{networks: []}]", Reason.INVALID, ".to[0].networks"),
            egress(EVERY, "to: [{networks: 10.0.0.0/8}]", Reason.INVALID, ".to[0].networks"),
            egress(EVERY, "to: [{domainNames: [a.org]}]", Reason.UNSUPPORTED, ".to[0].domainNames"),
            // Label selectors.
            ingress(
                    EVERY,
                    "from: [{namespaces: {matchLabel: {}}}]",
                    Reason.UNKNOWN_FIELD,
                    ".from[0].namespaces.matchLabel"),
            ingress(
                    EVERY,
                    "from: [{namespaces: {matchLabels: {a: 1}}}]",
                    Reason.INVALID,
                    ".from[0].namespaces.matchLabels.a"),
            ingress(
                    EVERY,
                    "from: [{namespaces: {matchLabels: {a: true}}}]",
                    Reason.INVALID,
                    ".from[0].namespaces.matchLabels.a"),
            ingress(
                    EVERY,
                    "from: [{namespaces: {matchLabels: {a: null}}}]",
                    Reason.INVALID,
                    ".from[0].namespaces.matchLabels.a"),
            ingress(
                    EVERY,
                    "from: [{namespaces: {matchLabels: {'a b': x}}}]",
                    Reason.INVALID,
                    ".from[0].namespaces.matchLabels[\"a b\"]"),
            ingress(
                    EVERY,
                    "from: [{namespaces: {matchLabels: {a: x y}}}]",
                    Reason.INVALID,
                    ".from[0].namespaces.matchLabels.a"),
            ingress(
                    EVERY,
                    "from: [{namespaces: {matchLabels: [a]}}]",
                    Reason.INVALID,
                    ".from[0].namespaces.matchLabels"),
            ingress(
                    EVERY,
                    "from: [{namespaces: {matchExpressions: {}}}]",
                    Reason.INVALID,
                    ".from[0].namespaces.matchExpressions"),
            expression("{key: a, operator: Gt, values: ['1']}", Reason.INVALID, ".operator"),
            expression("{key: a}", Reason.INVALID, ".operator"),
            expression("{operator: Exists}", Reason.INVALID, ".key"),
            expression("{key: 'a b', operator: DoesNotExist}", Reason.INVALID, ".key"),
            expression("{key: a, operator: In}", Reason.INVALID, ".values"),
            expression("{key: a, operator: NotIn, values: []}", Reason.INVALID, ".values"),
            expression("{key: a, operator: Exists, values: [x]}", Reason.INVALID, ".values"),
            expression("{key: a, operator: NotIn, values: [1]}", Reason.INVALID, ".values[0]"),
            expression("{key: a, operator: Exists, value: x}", Reason.UNKNOWN_FIELD, ".value"),
            // Protocols of CNP and DNP.
            protocols("[]", Reason.INVALID, ".protocols"),
            protocols("{tcp: {destinationPort: {number: 80}}}", Reason.INVALID, ".protocols"),
            protocols("[null]", Reason.INVALID, ".protocols[0]"),
            protocols("[{}]", Reason.INVALID, ".protocols[0]"),
            protocols("[{icmp: {}}]", Reason.UNKNOWN_FIELD, ".protocols[0].icmp"),
            protocols("[{tcp: {}}]", Reason.INVALID, ".protocols[0].tcp.destinationPort"),
            protocols("[{tcp: {sourcePort: {number: 80}}}]", Reason.UNKNOWN_FIELD, ".protocols[0].tcp.sourcePort"),
            protocols(
                    "[{tcp: {destinationPort: {number: 80}, sourcePort: {number: 80}}}]",
                    Reason.UNKNOWN_FIELD,
                    ".protocols[0].tcp.sourcePort"),
            protocols("[{udp: {destinationPort: {}}}]", Reason.INVALID, ".protocols[0].udp.destinationPort"),
            protocols(
                    "[{udp: {destinationPort: {number: 1, range: {start: 1, end: 2}}}}]",
                    Reason.INVALID,
                    ".protocols[0].udp.destinationPort"),
            protocols(
                    "[{tcp: {destinationPort: {number: 0}}}]",
                    Reason.INVALID,
                    ".protocols[0].tcp.destinationPort.number"),
            protocols(
                    "[{tcp: {destinationPort: {number: 65536}}}]",
                    Reason.INVALID,
                    ".protocols[0].tcp.destinationPort.number"),
            protocols(
                    "[{tcp: {destinationPort: {number: '80'}}}]",
                    Reason.INVALID,
                    ".protocols[0].tcp.destinationPort.number"),
            protocols(
                    "[{tcp: {destinationPort: {number: 80.5}}}]",
                    Reason.INVALID,
                    ".protocols[0].tcp.destinationPort.number"),
            protocols("[{tcp: {destinationPort: 80}}]", Reason.INVALID, ".protocols[0].tcp.destinationPort"),
            protocols(
                    "[{sctp: {destinationPort: {range: {start: 2, end: 1}}}}]",
                    Reason.INVALID,
                    ".protocols[0].sctp.destinationPort.range"),
            protocols(
                    "[{sctp: {destinationPort: {range: {start: 2}}}}]",
                    Reason.INVALID,
                    ".protocols[0].sctp.destinationPort.range.end"),
            protocols(
                    "[{sctp: {destinationPort: {range: {start: 2, end: 3, step: 1}}}}]",
                    Reason.UNKNOWN_FIELD,
                    ".protocols[0].sctp.destinationPort.range.step"),
            protocols("[{destinationNamedPort: 80}]", Reason.INVALID, ".protocols[0].destinationNamedPort"),
            protocols("[{destinationNamedPort: ''}]", Reason.INVALID, ".protocols[0].destinationNamedPort"),
            protocols(
                    "[{tcp: {destinationPort: {number: 1}}, udp: {destinationPort: {number: 1}}}]",
                    Reason.INVALID,
                    ".protocols[0]"),
            // Ports of ANP and BANP.
            ports("{portNumber: {port: 80}}", Reason.INVALID, ".ports"),
            ports("[{}]", Reason.INVALID, ".ports[0]"),
            ports("[{portNumber: {}}]", Reason.INVALID, ".ports[0].portNumber.port"),
            ports("[{portNumber: {protocol: ICMP, port: 80}}]", Reason.INVALID, ".ports[0].portNumber.protocol"),
            ports("[{portNumber: {protocol: tcp, port: 80}}]", Reason.INVALID, ".ports[0].portNumber.protocol"),
            ports("[{portNumber: {protocol: 6, port: 80}}]", Reason.INVALID, ".ports[0].portNumber.protocol"),
            ports("[{portNumber: {port: 70000}}]", Reason.INVALID, ".ports[0].portNumber.port"),
            ports("[{portRange: {start: 9, end: 8}}]", Reason.INVALID, ".ports[0].portRange"),
            ports("[{portRange: {end: 8}}]", Reason.INVALID, ".ports[0].portRange.start"),
            ports("[{portNumber: {port: 80}, namedPort: http}]", Reason.INVALID, ".ports[0]"),
            ports("[{portName: http}]", Reason.UNKNOWN_FIELD, ".ports[0].portName"),
            // A named port where the destination need not be a pod.
            egress(
                    CNP_DNP,
                    "to: [{networks: [10.0.0.0/8]}], protocols: [{destinationNamedPort: a}]",
                    Reason.INVALID,
                    ".protocols"),
            egress(
                    CNP_DNP,
                    "to: [{namespaces: {}}, {networks: [10.0.0.0/8]}], "
                            + "protocols: [{tcp: {destinationPort: {number: 1}}}, {destinationNamedPort: a}]",
                    Reason.INVALID,
                    ".protocols"),
            egress(
                    Set.of(Kind.CNP),
                    "to: [{nodes: {}}], protocols: [{destinationNamedPort: a}]",
                    Reason.INVALID,
                    ".protocols"),
            egress(ANP_BANP, "to: [{nodes: {}}], ports: [{namedPort: a}]", Reason.INVALID, ".ports"),
            egress(ANP_BANP, "to: [{networks: [10.0.0.0/8]}], ports: [{namedPort: a}]", Reason.INVALID, ".ports"),
            ingress(
                    Set.of(Kind.DNP),
                    "from: [{wellKnown: All}], protocols: [{destinationNamedPort: a}]",
                    Reason.INVALID,
                    ".protocols"),
            ingress(
                    Set.of(Kind.DNP),
                    "from: [{networks: ['::/0']}], protocols: [{destinationNamedPort: a}]",
                    Reason.INVALID,
                    ".protocols"));

    private static Broken expression(String expression, Reason reason, String path) {
        return ingress(
                EVERY,
                "from: [{namespaces: {matchExpressions: [" + expression + "]}}]",
                reason,
                ".from[0].namespaces.matchExpressions[0]" + path);
    }

    @TestFactory
    Stream<DynamicTest> aRuleThatIsNotUnderstoodClosesForItself() {
        return BROKEN.stream()
                .flatMap(broken -> broken.kinds().stream()
                        .flatMap(kind -> Stream.of(Action.values())
                                .filter(kind::has)
                                .map(action -> dynamicTest(
                                        kind + " " + kind.word(action) + " " + broken.body(),
                                        () -> assertCloses(kind, action, broken)))));
    }

    private static void assertCloses(Kind kind, Action action, Broken broken) {
        String direction = broken.direction() == Direction.INGRESS ? "ingress" : "egress";
        String peers = broken.direction() == Direction.INGRESS ? "from" : "to";
        String good = "{action: Deny, " + peers + ": [{namespaces: {}}]}";
        Policy policy = kind.with(direction + ": [" + good + ", {name: it, action: " + kind.word(action)
                + (broken.body().isEmpty() ? "" : ", " + broken.body()) + "}]");
        List<Rule> rules = policy.rules(broken.direction());

        assertThat(rules).hasSize(2);
        assertThat(rules.getFirst())
                .as("the rule beside it stays")
                .isEqualTo(
                        new Rule(0, "", Action.DENY, List.of(new Peer.Pods(PodSelection.across(ALL, ALL))), List.of()));
        boolean accepts = action == Action.ACCEPT;
        assertThat(rules.get(1)).isEqualTo(accepts ? nothing(1, "it") : everything(1, "it"));
        assertThat(policy.problems())
                .anySatisfy(problem -> {
                    assertThat(problem.path()).isEqualTo("spec." + direction + "[1]" + broken.path());
                    assertThat(problem.reason()).isEqualTo(broken.reason());
                })
                .allSatisfy(problem ->
                        assertThat(problem.message()).endsWith("; " + (accepts ? MATCHES_NOTHING : DENIES_EVERYTHING)));
    }

    private static Rule nothing(int index, String name) {
        return new Rule(index, name, Action.ACCEPT, List.of(), List.of());
    }

    private static Rule everything(int index, String name) {
        return new Rule(index, name, Action.DENY, List.of(new Peer.Anyone()), List.of());
    }

    @Test
    void anActionThatIsNotKnownDeniesEverything() {
        Map<Kind, List<String>> unknown = Map.of(
                Kind.CNP, List.of("Allow", "accept", "''", "7", "null", "Log"),
                Kind.ANP, List.of("Accept", "allow", "7"),
                Kind.BANP, List.of("Pass", "Accept"),
                Kind.DNP, List.of("Allow", "Reject", "[Accept]"));
        unknown.forEach((kind, words) -> words.forEach(word -> {
            Policy policy = kind.with("ingress: [{name: it, action: " + word + ", from: [{namespaces: {}}]}]");
            assertThat(policy.ingress()).as(kind + " " + word).containsExactly(everything(0, "it"));
            assertThat(policy.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.path()).isEqualTo("spec.ingress[0].action");
                assertThat(problem.message()).endsWith(DENIES_EVERYTHING);
            });
        }));
    }

    @Test
    void domainNamesAreToldToBeUnsupported() {
        Policy policy = Kind.DNP.with("egress: [{action: Accept, to: [{domainNames: [example.org]}]}]");
        assertThat(policy.egress()).containsExactly(nothing(0, ""));
        assertThat(policy.problems())
                .containsExactly(new Problem(
                        Reason.UNSUPPORTED,
                        "spec.egress[0].to[0].domainNames",
                        "domainNames are not yet supported; the rule matches nothing"));
    }

    @Test
    void anUnknownKeyUnderSpecClosesEveryRule() {
        for (Kind kind : Kind.values()) {
            String rules = "ingress: [{action: " + kind.accept + ", from: [{namespaces: {}}]}], "
                    + "egress: [{action: Deny, to: [{networks: [10.0.0.0/8]}]}]";
            for (String unknown : List.of("mode: strict, ", "schedule: null, ")) {
                Policy policy = kind.with(unknown + rules);
                assertThat(policy.ingress()).as(kind.kind).containsExactly(nothing(0, ""));
                assertThat(policy.egress()).as(kind.kind).containsExactly(everything(0, ""));
                assertThat(policy.problems()).extracting(Problem::reason).containsExactly(Reason.UNKNOWN_FIELD);
            }
        }
    }

    /** The rules may be there by a name that we do not know, and a Deny among them. */
    @Test
    void aListOrAnObjectUnderAnUnknownKeyClosesTheDirectionsThatHaveNoRules() {
        for (Kind kind : Kind.values()) {
            String accept = "[{action: " + kind.accept + ", from: [{namespaces: {}}]}]";
            for (String unknown : List.of("inress: [{action: Deny}], ", "rules: {}, ", "rules: [], ")) {
                Policy policy = kind.with(unknown + "egress: []");
                assertThat(policy.ingress()).as(kind + unknown).containsExactly(everything(0, ""));
                assertThat(policy.egress()).as(kind + unknown).isEmpty();
                assertThat(policy.problems())
                        .singleElement()
                        .satisfies(problem -> assertThat(problem.message())
                                .endsWith("; every Accept rule matches nothing and every other rule denies everything, "
                                        + "and ingress, whose rules may be there, is denied"));
            }
            Policy other = kind.with("rules: {}, ingress: " + accept);
            assertThat(other.ingress()).as(kind.kind).containsExactly(nothing(0, ""));
            assertThat(other.egress()).as(kind.kind).containsExactly(everything(0, ""));
            Policy scalar = kind.with("log: true");
            assertThat(scalar.ingress()).as(kind.kind).isEmpty();
            assertThat(scalar.egress()).as(kind.kind).isEmpty();
        }
        Policy beside = Yaml.policy(
                "{apiVersion: policy.terrace.dev/v1alpha1, kind: DeveloperNetworkPolicy, metadata: {name: a}, "
                        + "spec: {priority: 1, subject: {pods: {podSelector: {}}}, ingress: []}, egress: []}");
        assertThat(beside.egress()).containsExactly(everything(0, ""));
        assertThat(beside.ingress()).isEmpty();
    }

    @Test
    void anUnknownKeyAtTheTopClosesEveryRule() {
        Policy policy = Yaml.policy("""
                apiVersion: policy.terrace.dev/v1alpha1
                kind: DeveloperNetworkPolicy
                metadata: {name: a, anything: goes}
                spec: {priority: 1, subject: {pods: {podSelector: {}}}, ingress: [{action: Accept, from: [{wellKnown: All}]}]}
                extra: 1
                """);
        assertThat(policy.ingress()).containsExactly(nothing(0, ""));
        assertThat(policy.problems()).extracting(Problem::path).containsExactly("extra");
    }

    @Test
    void aPriorityThatIsNotUnderstoodClosesEveryRule() {
        Map.of("", 0, "priority: null,", 0, "priority: '5',", 0, "priority: -1,", 0, "priority: 1001,", 1000)
                .forEach((text, priority) -> {
                    Policy policy = Kind.DNP.with(
                            text + " subject: {pods: {podSelector: {}}}",
                            "ingress: [{action: Accept, from: [{wellKnown: All}]}, {action: Pass, from: [{wellKnown: All}]}]");
                    assertThat(policy.priority()).isEqualTo(priority);
                    assertThat(policy.ingress()).as(text).containsExactly(nothing(0, ""), everything(1, ""));
                    assertThat(policy.problems()).extracting(Problem::path).containsExactly("spec.priority");
                });
    }

    @Test
    void rulesThatAreNoListDenyEverythingInTheirDirection() {
        for (Kind kind : Kind.values()) {
            Policy policy = kind.with("ingress: {action: Deny, from: [{namespaces: {}}]}");
            assertThat(policy.ingress()).as(kind.kind).containsExactly(everything(0, ""));
            assertThat(policy.egress()).isEmpty();
            assertThat(policy.problems()).extracting(Problem::path).containsExactly("spec.ingress");
        }
        assertThat(Kind.DNP.with("ingress: [null]").ingress()).containsExactly(everything(0, ""));
    }

    @Test
    void aClusterKindWithoutAKnownSubjectIsNotProgrammed() {
        for (Kind kind : CLUSTER) {
            for (String subject : List.of(
                    "{}",
                    "null",
                    "all",
                    "{services: {}}",
                    "{namespaces: {}, pods: {namespaceSelector: {}, podSelector: {}}}",
                    "{namespaces: {}, x: {}}",
                    "{namespaces: {matchLabels: {a: 1}}}",
                    "{pods: {namespaceSelector: {}}}",
                    "{pods: {namespaceSelector: {}, podSelector: {}, x: 1}}")) {
                assertNotProgrammed(kind, kind.head.replaceAll("subject: .*", "subject: " + subject));
            }
        }
        for (Kind kind : ANP_BANP) {
            assertNotProgrammed(kind, kind.head.replaceAll("subject: .*", "subject: {pods: {podSelector: {}}}"));
        }
        for (String tier : List.of("", "tier: Platform,", "tier: admin,", "tier: 7,")) {
            assertNotProgrammed(Kind.CNP, tier + "priority: 7, subject: {namespaces: {}}");
        }
    }

    private static void assertNotProgrammed(Kind kind, String head) {
        Policy policy = kind.with(head, "ingress: [{action: Deny, from: [{namespaces: {}}]}]");
        assertThat(policy.ingress()).as(head).isEmpty();
        assertThat(policy.egress()).as(head).isEmpty();
        assertThat(policy.subject().scope()).isNotNull();
        assertThat(policy.problems())
                .as(head)
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.message()).endsWith("; the policy is not programmed"));
    }

    @Test
    void aBaselineAdminNetworkPolicyOfAnotherNameIsNotProgrammed() {
        Policy policy = Yaml.policy("{apiVersion: policy.networking.k8s.io/v1alpha1, kind: BaselineAdminNetworkPolicy, "
                + "metadata: {name: other}, spec: {subject: {namespaces: {}}, "
                + "ingress: [{action: Deny, from: [{namespaces: {}}]}]}}");
        assertThat(policy.ingress()).isEmpty();
        assertThat(policy.problems())
                .containsExactly(
                        new Problem(Reason.INVALID, "metadata.name", "must be default; the policy is not programmed"));
    }

    @Test
    void aPolicyThatIsNotProgrammedSelectsNobody() {
        Policy policy = Kind.CNP.with("tier: Admin, priority: 1, subject: {}", "ingress: []");
        assertThat(policy.subject())
                .isEqualTo(PodSelection.in("", ALL))
                .matches(selection ->
                        !new NamespaceFact("default", Map.of()).name().equals(""));
    }

    @Test
    void aDeveloperNetworkPolicyWithoutAKnownSubjectAcceptsNothingAndDeniesForAll() {
        for (String subject : List.of(
                "{}", "null", "{serviceAccounts: {}}", "{pods: {}}", "{pods: {podSelector: {}, x: 1}}", "[pods]")) {
            Policy policy = Kind.DNP.with("priority: 3, subject: " + subject, """
                    ingress: [
                      {name: a, action: Accept, from: [{wellKnown: All}]},
                      {name: d, action: Deny, from: [{wellKnown: All}],
                       protocols: [{tcp: {destinationPort: {number: 80}}}]},
                      {name: p, action: Pass, from: [{wellKnown: All}],
                       protocols: [{tcp: {destinationPort: {number: 81}}}]},
                      {name: x, action: Pass, from: [{wellKnown: Some}]}]""");
            assertThat(policy.subject()).as(subject).isEqualTo(PodSelection.in("default", ALL));
            assertThat(policy.ingress())
                    .as(subject)
                    .containsExactly(
                            nothing(0, "a"),
                            new Rule(1, "d", Action.DENY, List.of(new Peer.Anyone()), List.of(tcp(80))),
                            new Rule(2, "p", Action.DENY, List.of(new Peer.Anyone()), List.of(tcp(81))),
                            everything(3, "x"));
            assertThat(policy.problems())
                    .anySatisfy(problem -> assertThat(problem.path()).startsWith("spec.subject"));
        }
    }

    private static PortMatch tcp(int port) {
        return new PortMatch.Numbers(Protocol.TCP, PortRange.of(port));
    }

    private static Policy networkPolicy(String spec) {
        return Yaml.policy("{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, "
                + "metadata: {name: a, namespace: shop}, spec: " + spec + "}");
    }

    @TestFactory
    Stream<DynamicTest> aRuleOfANetworkPolicyThatIsNotUnderstoodMatchesNothing() {
        return Map.ofEntries(
                        Map.entry("{from: [{}]}", ".from[0]"),
                        Map.entry("{from: [null]}", ".from[0]"),
                        Map.entry("{from: {}}", ".from"),
                        Map.entry("{to: [{podSelector: {}}]}", ".to"),
                        Map.entry("{from: [{podSelectr: {}}]}", ".from[0].podSelectr"),
                        Map.entry("{from: [{podSelector: {}, x: 1}]}", ".from[0].x"),
                        Map.entry(
                                "{from: [{podSelector: {matchLabels: {a: 1}}}]}", ".from[0].podSelector.matchLabels.a"),
                        Map.entry("{from: [{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}]}", ".from[0]"),
                        Map.entry("{from: [{ipBlock: {cidr: 10.0.0.0/8}, namespaceSelector: {}}]}", ".from[0]"),
                        Map.entry("{from: [{ipBlock: {}}]}", ".from[0].ipBlock.cidr"),
                        Map.entry("{from: [{ipBlock: {cidr: ten}}]}", ".from[0].ipBlock.cidr"),
                        Map.entry("{from: [{ipBlock: {cidr: 10.0.0.0/8, x: 1}}]}", ".from[0].ipBlock.x"),
                        Map.entry(
                                "{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/16]}}]}",
                                ".from[0].ipBlock.except[0]"),
                        Map.entry(
                                "{from: [{ipBlock: {cidr: 10.0.0.0/8, except: ['::/0']}}]}",
                                ".from[0].ipBlock.except[0]"),
                        Map.entry(
                                "{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [0.0.0.0/0]}}]}",
                                ".from[0].ipBlock.except[0]"),
                        Map.entry("{ports: {port: 80}}", ".ports"),
                        Map.entry("{ports: [null]}", ".ports[0]"),
                        Map.entry("{ports: [80]}", ".ports[0]"),
                        Map.entry("{ports: [{port: 0}]}", ".ports[0].port"),
                        Map.entry("{ports: [{port: 65536}]}", ".ports[0].port"),
                        Map.entry("{ports: [{port: '80'}]}", ".ports[0].port"),
                        Map.entry("{ports: [{port: ''}]}", ".ports[0].port"),
                        Map.entry("{ports: [{port: [80]}]}", ".ports[0].port"),
                        Map.entry("{ports: [{protocol: ICMP}]}", ".ports[0].protocol"),
                        Map.entry("{ports: [{protocol: tcp, port: 80}]}", ".ports[0].protocol"),
                        Map.entry("{ports: [{port: 80, endPort: 79}]}", ".ports[0]"),
                        Map.entry("{ports: [{endPort: 79}]}", ".ports[0].endPort"),
                        Map.entry("{ports: [{port: http, endPort: 79}]}", ".ports[0].endPort"),
                        Map.entry("{ports: [{port: 80, endPort: x}]}", ".ports[0].endPort"),
                        Map.entry("{ports: [{port: 80, endPort: 70000}]}", ".ports[0].endPort"),
                        Map.entry("{ports: [{port: 80}, {prot: TCP}]}", ".ports[1].prot"),
                        Map.entry("{action: Deny}", ".action"),
                        Map.entry("null", ""),
                        Map.entry("all", ""))
                .entrySet()
                .stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    Policy policy = networkPolicy("{podSelector: {}, ingress: [{}, " + entry.getKey() + "]}");
                    assertThat(policy.ingress())
                            .containsExactly(
                                    new Rule(0, "", Action.ACCEPT, List.of(new Peer.Anyone()), List.of()),
                                    nothing(1, ""));
                    assertThat(policy.isolates()).containsExactly(Direction.INGRESS);
                    assertThat(policy.problems())
                            .extracting(Problem::path)
                            .contains("spec.ingress[1]" + entry.getValue());
                    assertThat(policy.problems())
                            .allSatisfy(problem -> assertThat(problem.message()).endsWith(MATCHES_NOTHING));
                }));
    }

    @Test
    void aNetworkPolicyThatIsNotUnderstoodIsolatesBothDirections() {
        for (String spec : List.of(
                "{podSelector: {matchLabels: {app: web}}, mode: x, ingress: [{}]}",
                "{podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress, Forward], ingress: [{}]}",
                "{podSelector: {matchLabels: {app: web}}, policyTypes: Ingress, ingress: [{}]}",
                "{podSelector: {matchLabels: {app: web}}, egress: {}, ingress: [{}]}")) {
            Policy policy = networkPolicy(spec);
            assertThat(policy.isolates()).as(spec).containsExactlyInAnyOrder(Direction.INGRESS, Direction.EGRESS);
            assertThat(policy.subject()).isEqualTo(PodSelection.in("shop", LabelSelector.of("app", "web")));
            assertThat(policy.ingress()).as(spec).containsExactly(nothing(0, ""));
            assertThat(policy.problems())
                    .as(spec)
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.message())
                            .endsWith("; the policy isolates both directions and its rules match nothing"));
        }
    }

    @Test
    void aNetworkPolicyWhoseSpecIsNoObjectIsolatesItsNamespace() {
        Policy policy = networkPolicy("deny");
        assertThat(policy.isolates()).containsExactlyInAnyOrder(Direction.INGRESS, Direction.EGRESS);
        assertThat(policy.subject()).isEqualTo(PodSelection.in("shop", ALL));
        assertThat(policy.problems()).extracting(Problem::path).containsExactly("spec");
    }

    @Test
    void aNetworkPolicyWithoutAKnownSubjectIsolatesItsNamespaceAsDeclared() {
        for (String selector : List.of("{matchLabels: {app: 7}}", "{matchNames: [web]}", "web")) {
            Policy policy = networkPolicy("{podSelector: " + selector + ", policyTypes: [Egress], egress: [{}]}");
            assertThat(policy.subject()).as(selector).isEqualTo(PodSelection.in("shop", ALL));
            assertThat(policy.isolates()).containsExactly(Direction.EGRESS);
            assertThat(policy.egress()).containsExactly(nothing(0, ""));
            assertThat(policy.problems()).isNotEmpty();
        }
    }

    @Test
    void aProblemSaysWhereWhatAndWhatFollows() {
        Policy policy = Kind.CNP.with(
                "ingress: [{action: Accept, from: [{namespaces: {}}, {pods: {podSelector: {}, namespaceSelectr: {}}}]}]");
        assertThat(policy.problems())
                .containsExactly(new Problem(
                        Reason.UNKNOWN_FIELD,
                        "spec.ingress[0].from[1].pods.namespaceSelectr",
                        "unknown field; the rule matches nothing"));
    }
}
