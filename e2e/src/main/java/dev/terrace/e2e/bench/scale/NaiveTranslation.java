package dev.terrace.e2e.bench.scale;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.Band;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpBlock;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.model.NamespaceFact;
import dev.terrace.core.model.NamespaceScope;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.PortRange;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.model.Rule;
import dev.terrace.e2e.synthetic.SyntheticCluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What somebody writes first: an ACL for each rule, peer and port, a port group for each policy, an address set for
 * each peer of each rule, and nothing shared. Of IPv4 only, which is all that synthetic clusters have; without the
 * platform's own rules.
 */
final class NaiveTranslation {

    private final String owner;
    private final SyntheticCluster cluster;
    private final Map<String, List<PodFact>> podsByNamespace;
    private final Map<PodSelection, List<PodFact>> selected = new HashMap<>();

    NaiveTranslation(String owner, SyntheticCluster cluster) {
        this.owner = owner;
        this.cluster = cluster;
        podsByNamespace = cluster.pods().stream()
                .collect(Collectors.groupingBy(pod -> pod.key().namespace()));
    }

    /** Every row, one after the other: there may be too many of them to keep. */
    void rows(Consumer<Row> row) {
        int number = 0;
        for (Policy policy : cluster.policies()) {
            if (!select(policy.subject()).isEmpty()) {
                policy(policy, "naive_" + number++, row);
            }
        }
    }

    private void policy(Policy policy, String name, Consumer<Row> row) {
        SortedSet<LogicalPort> ports = new TreeSet<>();
        select(policy.subject()).forEach(pod -> ports.add(LogicalPort.of(pod.key())));
        row.accept(new PortGroupRow(name, ports, ids(name)));
        for (Direction direction : Direction.values()) {
            for (Rule rule : policy.rules(direction)) {
                rule(policy, name, direction, rule, row);
            }
            if (policy.isolates().contains(direction)) {
                Band band = TierLayout.STANDALONE.band(policy.stage());
                String id = name + "_" + direction + "_isolation";
                row.accept(acl(id, name, direction, band, band.lowest(), "ip", AclRow.Verb.DROP));
            }
        }
    }

    private void rule(Policy policy, String name, Direction direction, Rule rule, Consumer<Row> row) {
        Band band = TierLayout.STANDALONE.band(policy.stage());
        int priority = Math.max(band.lowest(), band.highest() - rule.index());
        List<String> terms = new ArrayList<>();
        String prefix = name + "_" + direction + "_" + rule.index() + "_";
        for (Peer peer : rule.peers()) {
            terms.addAll(terms(peer, prefix + terms.size(), direction, row));
        }
        List<String> ports = ports(rule.ports());
        for (int peer = 0; peer < terms.size(); peer++) {
            for (int port = 0; port < ports.size(); port++) {
                String match = terms.get(peer) + ports.get(port);
                row.accept(acl(prefix + peer + "_" + port, name, direction, band, priority, match, verb(rule)));
            }
        }
    }

    private static AclRow.Verb verb(Rule rule) {
        return switch (rule.action()) {
            case ACCEPT, PASS -> AclRow.Verb.ALLOW_RELATED;
            case DENY -> AclRow.Verb.DROP;
        };
    }

    private List<String> terms(Peer peer, String set, Direction direction, Consumer<Row> row) {
        String field = direction == Direction.INGRESS ? "ip4.src == " : "ip4.dst == ";
        return switch (peer) {
            case Peer.Pods(PodSelection selection) -> {
                SortedSet<IpPrefix> addresses = select(selection).stream()
                        .flatMap(pod -> pod.addresses().stream())
                        .map(IpPrefix::of)
                        .collect(Collectors.toCollection(TreeSet::new));
                row.accept(new AddressSetRow(set, addresses, ids(set)));
                yield List.of(field + "$" + set);
            }
            case Peer.Networks(List<IpBlock> blocks) ->
                blocks.stream().map(block -> field + block.cidr()).toList();
            case Peer.Anyone _ -> List.of("ip4");
            case Peer.Nodes _, Peer.KubeletProbes _, Peer.Endpoints _ ->
                throw new IllegalArgumentException("no synthetic policy has such a peer: " + peer);
        };
    }

    private List<String> ports(List<PortMatch> ports) {
        List<String> terms = new ArrayList<>();
        for (PortMatch port : ports) {
            switch (port) {
                case PortMatch.Numbers(Protocol protocol, PortRange range) ->
                    terms.add(" && " + range.start() + " <= " + protocol.word() + ".dst <= " + range.end());
                case PortMatch.WholeProtocol(Protocol protocol) -> terms.add(" && " + protocol.word());
                case PortMatch.Named(String name, var protocols) ->
                    cluster.pods().stream()
                            .flatMap(pod -> pod.namedPorts().stream())
                            .filter(declared -> declared.name().equals(name) && protocols.contains(declared.protocol()))
                            .map(declared -> " && " + declared.protocol().word() + ".dst == " + declared.number())
                            .distinct()
                            .forEach(terms::add);
            }
        }
        return ports.isEmpty() ? List.of("") : terms;
    }

    private AclRow acl(
            String id, String group, Direction direction, Band band, int priority, String match, AclRow.Verb verb) {
        String subject = (direction == Direction.INGRESS ? "outport == @" : "inport == @") + group;
        return new AclRow(id, group, direction, band.tier(), priority, subject + " && " + match, verb, group, ids(id));
    }

    private SortedMap<String, String> ids(String id) {
        return new TreeMap<>(Map.of(ExternalIds.OWNER, owner, ExternalIds.ID, id));
    }

    private List<PodFact> select(PodSelection selection) {
        return selected.computeIfAbsent(selection, this::found);
    }

    private List<PodFact> found(PodSelection selection) {
        List<NamespaceFact> searched = switch (selection.scope()) {
            case NamespaceScope.Own(String name) -> List.of(new NamespaceFact(name, Map.of()));
            case NamespaceScope.Matching _ -> cluster.namespaces();
        };
        List<PodFact> found = new ArrayList<>();
        for (NamespaceFact namespace : searched) {
            for (PodFact pod : podsByNamespace.getOrDefault(namespace.name(), List.of())) {
                if (selection.selects(pod, namespace)) {
                    found.add(pod);
                }
            }
        }
        return found;
    }
}
