package dev.terrace.core.mutation;

import java.util.List;

/** The mistakes. */
final class Mutants {

    private static final String EVALUATOR = "verdict/ReferenceEvaluator.java";

    static final List<Mutant> ALL = List.of(
            new Mutant(
                    "the egress side is not asked",
                    EVALUATOR,
                    "judge(Direction.EGRESS, connection.sourcePod(), connection)",
                    "new SideVerdict.NotJudged(\"\")"),
            new Mutant(
                    "the ingress side is not asked",
                    EVALUATOR,
                    "judge(Direction.INGRESS, connection.destinationPod(), connection)",
                    "new SideVerdict.NotJudged(\"\")"),
            new Mutant(
                    "a pod that talks to itself is judged", EVALUATOR, "if (connection.isHairpin()) {", "if (false) {"),
            new Mutant(
                    "a Deny does not end the walk",
                    EVALUATOR,
                    "step.action() == Action.ACCEPT || step.action() == Action.DENY",
                    "step.action() == Action.ACCEPT"),
            new Mutant(
                    "an Accept does not end the walk",
                    EVALUATOR,
                    "step.action() == Action.ACCEPT || step.action() == Action.DENY",
                    "step.action() == Action.DENY"),
            new Mutant(
                    "a Pass ends the walk",
                    EVALUATOR,
                    "step.action() == Action.ACCEPT || step.action() == Action.DENY",
                    "step.action() != null"),
            new Mutant(
                    "a Pass skips only its policy",
                    EVALUATOR,
                    "if (rule != null) {\n                return new StageWalk(stage, rule.action()",
                    "if (rule != null && rule.action() != Action.PASS) {\n                return new StageWalk(stage, rule.action()"),
            new Mutant(
                    "a Pass in Baseline is a Deny",
                    EVALUATOR,
                    "return new StageWalk(stage, rule.action(), decider(policy, rule));",
                    "return new StageWalk(stage, stage == Stage.BASELINE && rule.action() == Action.PASS ? Action.DENY : rule.action(), decider(policy, rule));"),
            new Mutant(
                    "the last rule that matches decides",
                    EVALUATOR,
                    "for (Rule rule : policy.rules(direction)) {",
                    "for (Rule rule : policy.rules(direction).reversed()) {"),
            new Mutant(
                    "policies of another stage are asked",
                    EVALUATOR,
                    "if (policy.stage() != stage || !selects(policy, pod)) {",
                    "if (!selects(policy, pod)) {"),
            new Mutant(
                    "the subject is ignored",
                    EVALUATOR,
                    "return policy.subject().selects(pod, facts.namespaceOf(pod));",
                    "return true;"),
            new Mutant(
                    "the first NetworkPolicy decides for all",
                    EVALUATOR,
                    "isolating = isolating == null ? policy : isolating;",
                    "if (true) {\n                return new StageWalk(stage, Action.DENY, new Decider.ByIsolation(policy.key()));\n            }"),
            new Mutant(
                    "a NetworkPolicy isolates both directions",
                    EVALUATOR,
                    "!policy.isolates().contains(direction) || !selects",
                    "!selects"),
            new Mutant(
                    "a NetworkPolicy does not isolate",
                    EVALUATOR,
                    "new StageWalk(stage, Action.DENY, new Decider.ByIsolation(isolating.key()))",
                    "StageWalk.noMatch(stage)"),
            new Mutant(
                    "the own node has no exception",
                    EVALUATOR,
                    "boolean letsIn = exempt ||",
                    "boolean letsIn = !exempt ||"),
            new Mutant(
                    "the own node has an exception from what was not understood",
                    EVALUATOR,
                    "exempt |= policy.isUnderstood();",
                    "exempt = true;"),
            new Mutant(
                    "every node is the own node",
                    EVALUATOR,
                    "return node != null && node.addresses().contains(address);",
                    "return facts.nodes().values().stream().anyMatch(any -> any.addresses().contains(address));"),
            new Mutant(
                    "probes may ask every port",
                    EVALUATOR,
                    "                && pod.probePorts().contains(connection.port());",
                    ";"),
            new Mutant(
                    "probes may use every protocol",
                    EVALUATOR,
                    "                && connection.protocol() == Protocol.TCP\n",
                    ""),
            new Mutant(
                    "the switch of the built-in rule is ignored by the evaluator",
                    EVALUATOR,
                    "if (platform.kubeletProbes() && isProbe",
                    "if (isProbe"),
            new Mutant(
                    "built-in rules are for egress too",
                    EVALUATOR,
                    "if (direction == Direction.EGRESS) {\n            return StageWalk.noMatch(Stage.PLATFORM);",
                    "if (false) {\n            return StageWalk.noMatch(Stage.PLATFORM);"),
            new Mutant(
                    "nobody is let in as a pod that reaches itself",
                    EVALUATOR,
                    "return matches(hairpin, direction, connection)",
                    "return false"),
            new Mutant(
                    "all peers of a rule must match",
                    EVALUATOR,
                    "rule.peers().stream().anyMatch",
                    "rule.peers().stream().allMatch"),
            new Mutant(
                    "all ports of a rule must match",
                    EVALUATOR,
                    "rule.ports().stream().anyMatch",
                    "rule.ports().stream().allMatch"),
            new Mutant("ports are ignored", EVALUATOR, "(rule.ports().isEmpty() ||", "(true ||"),
            new Mutant("a rule without ports matches nothing", EVALUATOR, "(rule.ports().isEmpty() || rule", "(rule"),
            new Mutant(
                    "the peer of an ingress rule is the destination",
                    EVALUATOR,
                    "case INGRESS -> connection.source();",
                    "case INGRESS -> connection.destination();"),
            new Mutant(
                    "the peer of an egress rule is the source",
                    EVALUATOR,
                    "case EGRESS -> connection.destination();",
                    "case EGRESS -> connection.source();"),
            new Mutant(
                    "every node is meant by a peer of nodes",
                    EVALUATOR,
                    "selector.matches(node.labels())\n                                && ",
                    ""),
            new Mutant(
                    "endpoints of every Service are meant",
                    EVALUATOR,
                    "slice.service().equals(service)\n                                && ",
                    ""),
            new Mutant(
                    "a port number ignores its protocol",
                    EVALUATOR,
                    "connection.protocol() == protocol && range",
                    "range"),
            new Mutant(
                    "a whole protocol is every protocol",
                    EVALUATOR,
                    "case PortMatch.WholeProtocol(Protocol protocol) -> connection.protocol() == protocol;",
                    "case PortMatch.WholeProtocol(Protocol protocol) -> true;"),
            new Mutant(
                    "a named port ignores the protocol of the container's port",
                    EVALUATOR,
                    "                                        && declared.protocol() == connection.protocol()\n",
                    ""),
            new Mutant(
                    "a named port ignores the protocols that its rule admits",
                    EVALUATOR,
                    "protocols.contains(connection.protocol())\n                        && ",
                    ""),
            new Mutant(
                    "a named port is any of its pod's ports",
                    EVALUATOR,
                    "declared.name().equals(name)\n                                        && ",
                    ""),
            new Mutant(
                    "a named port is every number",
                    EVALUATOR,
                    "\n                                        && declared.number() == connection.port()",
                    ""),
            new Mutant(
                    "a named port is one of the source",
                    EVALUATOR,
                    "podsAt(connection.destination())",
                    "podsAt(connection.source())"),
            new Mutant(
                    "peers are host-network and finished pods too",
                    EVALUATOR,
                    "if (pod.selectable()) {",
                    "if (true) {"),
            new Mutant(
                    "host-network pods are subjects and peers",
                    "model/PodFact.java",
                    "network == PodNetwork.CLUSTER && !finished",
                    "network != PodNetwork.USER_DEFINED && !finished"),
            new Mutant(
                    "pods of user-defined networks are subjects and peers",
                    "model/PodFact.java",
                    "network == PodNetwork.CLUSTER && !finished",
                    "network != PodNetwork.HOST && !finished"),
            new Mutant(
                    "finished pods are subjects and peers",
                    "model/PodFact.java",
                    "network == PodNetwork.CLUSTER && !finished",
                    "network == PodNetwork.CLUSTER"),
            new Mutant(
                    "a selection ignores namespaces",
                    "model/PodSelection.java",
                    "return looksIn(namespace) && pods",
                    "return pods"),
            new Mutant(
                    "a selection ignores the labels of pods",
                    "model/PodSelection.java",
                    " && pods.matches(pod.labels())",
                    ""),
            new Mutant(
                    "except is ignored",
                    "model/IpBlock.java",
                    "cidr.contains(address) && except.stream().noneMatch(hole -> hole.contains(address))",
                    "cidr.contains(address)"),
            new Mutant("a range ends before its end", "model/PortRange.java", "port <= end", "port < end"),
            new Mutant("a range begins after its start", "model/PortRange.java", "start <= port", "start < port"),
            new Mutant(
                    "host bits are not masked",
                    "model/IpPrefix.java",
                    "        network = network.network(length);\n",
                    ""),
            new Mutant(
                    "NotIn wants the label to be there",
                    "selector/Requirement.java",
                    "case NOT_IN -> value == null || !values",
                    "case NOT_IN -> value != null && !values"),
            new Mutant(
                    "In is its first value",
                    "selector/Requirement.java",
                    "value != null && values.contains(value)",
                    "value != null && values.first().equals(value)"),
            new Mutant(
                    "Exists and DoesNotExist are swapped",
                    "selector/Requirement.java",
                    "case EXISTS -> value != null;\n            case DOES_NOT_EXIST -> value == null;",
                    "case EXISTS -> value == null;\n            case DOES_NOT_EXIST -> value != null;"),
            new Mutant(
                    "one requirement of a selector is enough",
                    "selector/LabelSelector.java",
                    "            if (!requirement.matches(labels)) {\n                return false;\n            }\n        }\n        return true;",
                    "            if (requirement.matches(labels)) {\n                return true;\n            }\n        }\n        return requirements.isEmpty();"),
            new Mutant(
                    "higher priority numbers are asked first",
                    "model/Policy.java",
                    "            .thenComparingInt(Policy::priority)\n            .thenComparing(Policy::key);\n\n    /**\n     * The order beside",
                    "            .thenComparing(java.util.Comparator.comparingInt(Policy::priority).reversed())\n            .thenComparing(Policy::key);\n\n    /**\n     * The order beside"),
            new Mutant(
                    "names count before priorities",
                    "model/Policy.java",
                    "            .thenComparingInt(Policy::priority)\n            .thenComparing(Policy::key);\n\n    /**\n     * The order beside",
                    "            .thenComparing(Policy::key)\n            .thenComparingInt(Policy::priority);\n\n    /**\n     * The order beside"),
            new Mutant(
                    "the BANP is asked in its turn",
                    "model/Policy.java",
                    "(Policy p) -> p.key().kind() == PolicyKind.BASELINE_ADMIN_NETWORK_POLICY)",
                    "(Policy p) -> false)"),
            new Mutant(
                    "kinds of equal priority are asked backwards",
                    "model/PolicyKey.java",
                    "Comparator.comparing(PolicyKey::kind)",
                    "Comparator.comparing(PolicyKey::kind, Comparator.reverseOrder())"),
            new Mutant(
                    "names of equal priority are asked backwards",
                    "model/PolicyKey.java",
                    ".thenComparing(PolicyKey::name)",
                    ".thenComparing(PolicyKey::name, Comparator.reverseOrder())"),
            new Mutant(
                    "Developer is in the tier of Admin",
                    "desired/TierLayout.java",
                    "case DEVELOPER -> new Band(1, 1, 32767);",
                    "case DEVELOPER -> new Band(0, 1, 32766);"),
            new Mutant(
                    "Developer is in the tier behind NetworkPolicy",
                    "desired/TierLayout.java",
                    "case DEVELOPER -> new Band(1, 1, 32767);",
                    "case DEVELOPER -> new Band(3, 1, 32767);"),
            new Mutant(
                    "Baseline is before NetworkPolicy",
                    "desired/TierLayout.java",
                    "case BASELINE -> new Band(3, 1, 32767);",
                    "case BASELINE -> new Band(2, 1002, 32767);"),
            new Mutant(
                    "beside OVN-Kubernetes, Developer is behind it",
                    "desired/TierLayout.java",
                    "case DEVELOPER -> new Band(2, 1100, 1999);",
                    "case DEVELOPER -> new Band(3, 1, 1999);"),
            new Mutant(
                    "a Pass becomes an allow",
                    "row/AclRows.java",
                    "case PASS -> layout.band(stage).tier() == lastTier ? AclRow.Verb.ALLOW_RELATED : AclRow.Verb.PASS;",
                    "case PASS -> AclRow.Verb.ALLOW_RELATED;"),
            new Mutant(
                    "a Deny becomes a pass",
                    "row/AclRows.java",
                    "case DENY -> AclRow.Verb.DROP;",
                    "case DENY -> AclRow.Verb.PASS;"),
            new Mutant(
                    "an isolation is asked with the rules",
                    "row/AclRows.java",
                    "layout.band(Stage.NETWORK_POLICY).lowest(),",
                    "layout.band(Stage.NETWORK_POLICY).highest(),"),
            new Mutant(
                    "rules of different actions share a priority",
                    "row/PrioritySteps.java",
                    "if (!mayShare || steps.isEmpty() || steps.getLast().action != action) {",
                    "if (!mayShare || steps.isEmpty()) {"),
            new Mutant(
                    "neighbouring steps share a priority",
                    "row/PrioritySteps.java",
                    "next = offsets[i] + 1;",
                    "next = offsets[i];"),
            new Mutant(
                    "priorities grow instead of falling",
                    "row/PrioritySteps.java",
                    "band.highest() - offsets[i];",
                    "band.lowest() + offsets[i];"),
            new Mutant(
                    "except is not cut out of an address set",
                    "row/LiteralBlocks.java",
                    ".flatMap(block -> block.cidr().minus(block.except()).stream())",
                    ".map(IpBlock::cidr)"),
            new Mutant(
                    "of two blocks the smaller is kept",
                    "row/LiteralBlocks.java",
                    "other.contains(block)",
                    "block.contains(other)"),
            new Mutant(
                    "a range is cut short by one inside of it",
                    "row/PortTerm.java",
                    "Math.max(last.end(), range.end())",
                    "range.end()"),
            new Mutant(
                    "a range in a match ends before its end",
                    "row/PortTerm.java",
                    "\" <= \" + range.end()",
                    "\" < \" + range.end()"),
            new Mutant(
                    "a number hides the whole protocol",
                    "row/PortTerm.java",
                    "terms.putIfAbsent(protocol,",
                    "terms.put(protocol,"),
            new Mutant(
                    "source and destination are swapped in a match",
                    "row/MatchText.java",
                    "case INGRESS -> \".src\";\n            case EGRESS -> \".dst\";",
                    "case INGRESS -> \".dst\";\n            case EGRESS -> \".src\";"),
            new Mutant(
                    "the match asks for the wrong port group direction",
                    "row/MatchText.java",
                    "case EGRESS -> \"inport == @\";",
                    "case EGRESS -> \"outport == @\";"),
            new Mutant(
                    "a named port means others of its name",
                    "row/NamedPort.java",
                    "return pod.namedPorts().contains(new ContainerPort(name, protocol, number));",
                    "return pod.namedPorts().stream().anyMatch(port -> port.name().equals(name));"),
            new Mutant(
                    "a named port of another protocol is meant",
                    "row/NamedPort.java",
                    "entry.name().equals(name) && entry.protocols().contains(protocol)",
                    "entry.name().equals(name)"),
            new Mutant(
                    "a rule about probes ignores its ports",
                    "row/ProbedAt.java",
                    "protocol == Protocol.TCP && range.contains(tcpPort);",
                    "true;"),
            new Mutant(
                    "IPv6 peers are forgotten",
                    "full/PeerTerms.java",
                    "            LiteralBlocks literals",
                    "            if (family == IpFamily.IPV6) {\n                continue;\n            }\n            LiteralBlocks literals"),
            new Mutant(
                    "the address set of nodes ignores the selector",
                    "full/PeerTerms.java",
                    "                .filter(node -> selector.matches(node.labels()))\n",
                    ""),
            new Mutant(
                    "the address set of endpoints ignores the Service",
                    "full/PeerTerms.java",
                    "                .filter(slice -> slice.service().equals(service))\n",
                    ""),
            new Mutant(
                    "a named port on egress ignores who has it",
                    "full/PeerTerms.java",
                    "                        .filter(port::isOn)\n",
                    ""),
            new Mutant(
                    "a named port on egress is looked up on the subject",
                    "full/RuleClauses.java",
                    "meanings(ports, pods.all())",
                    "meanings(ports, subject.pods())"),
            new Mutant(
                    "a named port on ingress is open on every subject",
                    "full/RuleClauses.java",
                    "subject.only(SelectionText.withPort(subject.selects(), port), port::isOn)",
                    "subject"),
            new Mutant(
                    "rules about probes are not written",
                    "full/RuleClauses.java",
                    "if (addressed.size() < rule.peers().size()) {",
                    "if (false) {"),
            new Mutant(
                    "the group of a subject ignores namespaces",
                    "full/PodIndex.java",
                    "                        .filter(name -> matching.selector()\n                                .matches(facts.namespace(name).labels()))\n",
                    ""),
            new Mutant(
                    "the group of a subject ignores labels",
                    "full/PodIndex.java",
                    "                .filter(pod -> selection.pods().matches(pod.labels()))\n",
                    ""),
            new Mutant(
                    "NetworkPolicy rules are written for directions that are not isolated",
                    "full/FullTranslator.java",
                    "!policy.isolates().contains(direction) || !written.test(policy)",
                    "!written.test(policy)"),
            new Mutant(
                    "only one subject is isolated",
                    "full/FullTranslator.java",
                    "if (isolated.putIfAbsent(subject.selects(), policy) == null) {",
                    "if (isolated.putIfAbsent(\"\", policy) == null) {"),
            new Mutant(
                    "nothing is isolated",
                    "full/FullTranslator.java",
                    ".forEach(clause -> image.acl(acls.isolation(policy, logging, direction, clause)));",
                    ".forEach(clause -> {});"),
            new Mutant(
                    "the exception for the own node is written for what was not understood",
                    "full/FullTranslator.java",
                    "if (policy.isUnderstood()) {",
                    "if (true) {"),
            new Mutant(
                    "the switch of the built-in rule is ignored by the translator",
                    "full/FullTranslator.java",
                    "if (platform.kubeletProbes()) {",
                    "if (true) {"),
            new Mutant(
                    "what lets a pod reach itself is not written",
                    "full/FullTranslator.java",
                    "clauses.of(judgedOnIngress(), Direction.INGRESS, platform.hairpin())",
                    "List.of()"),
            new Mutant(
                    "Baseline is not written",
                    "full/FullTranslator.java",
                    "            inOrder(policies(Stage.BASELINE));\n",
                    ""));

    private Mutants() {}
}
