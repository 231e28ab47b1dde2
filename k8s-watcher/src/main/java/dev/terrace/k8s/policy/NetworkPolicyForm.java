package dev.terrace.k8s.policy;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpBlock;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.model.NamespaceScope;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.PortRange;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.model.Rule;
import dev.terrace.core.model.Stage;
import dev.terrace.core.selector.LabelSelector;
import dev.terrace.k8s.tree.Cursor;
import dev.terrace.k8s.tree.Reading;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a NetworkPolicy ({@code networking.k8s.io/v1}). All of its rules accept; what denies is the isolation. */
final class NetworkPolicyForm {

    private NetworkPolicyForm() {}

    static Policy read(PolicyDocument document) {
        Cursor spec = document.spec();
        String namespace = document.key().namespace();
        Reading subjectReading = new Reading();
        LabelSelector selector = SelectorForm.read(spec.get("podSelector").in(subjectReading));
        subjectReading.refuseUnknownKeys();
        boolean subjectUnderstood = subjectReading.understood();
        Cursor ingressList = spec.get("ingress");
        Cursor egressList = spec.get("egress");
        List<ActionRule> ingress = rules(ingressList, "from", namespace);
        List<ActionRule> egress = rules(egressList, "to", namespace);
        Set<Direction> declared = policyTypes(spec.get("policyTypes"), !egress.isEmpty());
        boolean understood = document.understood();
        Set<Direction> isolates = understood ? declared : EnumSet.allOf(Direction.class);

        document.report("the policy isolates both directions and its rules match nothing");
        document.report(
                subjectReading.faults(), "the policy isolates every pod of the namespace and its rules match nothing");
        document.report(ingress);
        document.report(egress);
        return document.policy(
                Stage.NETWORK_POLICY,
                0,
                PodSelection.in(namespace, subjectUnderstood ? selector : LabelSelector.EVERYTHING),
                applied(ingress, isolates.contains(Direction.INGRESS), understood && subjectUnderstood),
                applied(egress, isolates.contains(Direction.EGRESS), understood && subjectUnderstood),
                isolates);
    }

    private static List<Rule> applied(List<ActionRule> rules, boolean isolated, boolean policyUnderstood) {
        return isolated
                ? rules.stream().map(rule -> rule.applied(policyUnderstood)).toList()
                : List.of();
    }

    /** An absent list and an empty one both mean Ingress, and Egress too where there are rules for it. */
    private static Set<Direction> policyTypes(Cursor types, boolean egressRules) {
        Set<Direction> directions = EnumSet.noneOf(Direction.class);
        for (Cursor type : types.elements()) {
            String word = type.text();
            if (Direction.INGRESS.word().equals(word)) {
                directions.add(Direction.INGRESS);
            } else if (Direction.EGRESS.word().equals(word)) {
                directions.add(Direction.EGRESS);
            } else if (word != null) {
                type.invalid("must be Ingress or Egress, not " + word);
            }
        }
        if (directions.isEmpty()) {
            directions.add(Direction.INGRESS);
            if (egressRules) {
                directions.add(Direction.EGRESS);
            }
        }
        return directions;
    }

    private static List<ActionRule> rules(Cursor list, String peersKey, String namespace) {
        List<ActionRule> rules = new ArrayList<>();
        for (Cursor rule : list.units()) {
            List<Peer> peers = peers(rule.get(peersKey), namespace);
            List<PortMatch> ports = ports(rule.get("ports"));
            rule.reading().refuseUnknownKeys();
            rules.add(new ActionRule(
                    rules.size(),
                    "",
                    Action.ACCEPT,
                    peers,
                    ports,
                    rule.reading().faults()));
        }
        return rules;
    }

    private static List<Peer> peers(Cursor list, String namespace) {
        List<Cursor> elements = list.elements();
        if (elements.isEmpty()) {
            return List.of(new Peer.Anyone());
        }
        List<Peer> peers = new ArrayList<>();
        for (Cursor element : elements) {
            Peer peer = peer(element, namespace);
            if (peer != null) {
                peers.add(peer);
            }
        }
        return peers;
    }

    private static @Nullable Peer peer(Cursor peer, String namespace) {
        Cursor ipBlock = peer.get("ipBlock");
        Cursor namespaces = peer.get("namespaceSelector");
        Cursor pods = peer.get("podSelector");
        boolean selectors = namespaces.present() || pods.present();
        if (ipBlock.present()) {
            if (selectors) {
                peer.invalid("has an ipBlock and selectors");
            }
            IpBlock block = ipBlock(ipBlock);
            return block == null ? null : new Peer.Networks(List.of(block));
        }
        if (!selectors) {
            peer.invalid("must have an ipBlock or a selector");
            return null;
        }
        NamespaceScope scope = namespaces.present()
                ? new NamespaceScope.Matching(SelectorForm.read(namespaces))
                : new NamespaceScope.Own(namespace);
        return new Peer.Pods(new PodSelection(scope, SelectorForm.read(pods)));
    }

    private static @Nullable IpBlock ipBlock(Cursor block) {
        IpPrefix cidr = PeerForm.cidr(block.require("cidr"));
        List<IpPrefix> holes = new ArrayList<>();
        for (Cursor element : block.get("except").elements()) {
            IpPrefix hole = PeerForm.cidr(element);
            if (hole != null && cidr != null && !cidr.contains(hole)) {
                element.invalid(hole + " is not within " + cidr);
            }
            if (hole != null) {
                holes.add(hole);
            }
        }
        return cidr == null ? null : new IpBlock(cidr, holes);
    }

    private static List<PortMatch> ports(Cursor list) {
        List<PortMatch> matches = new ArrayList<>();
        for (Cursor element : list.elements()) {
            PortMatch match = port(element);
            if (match != null) {
                matches.add(match);
            }
        }
        return matches;
    }

    private static @Nullable PortMatch port(Cursor entry) {
        Protocol protocol = PortForm.protocol(entry.get("protocol"));
        Cursor port = entry.get("port");
        Cursor end = entry.get("endPort");
        if (end.present() && (!port.present() || port.isText())) {
            end.invalid("needs a port number to start at");
        }
        if (!port.present()) {
            return protocol == null ? null : new PortMatch.WholeProtocol(protocol);
        }
        if (port.isText()) {
            String name = name(port);
            return name == null || protocol == null ? null : new PortMatch.Named(name, Set.of(protocol));
        }
        PortRange first = PortForm.number(port);
        Integer last = end.wholeNumber(1, PortForm.MAX_PORT);
        if (first == null || protocol == null || (end.present() && last == null)) {
            return null;
        }
        PortRange range = last == null ? first : PortForm.range(entry, first.start(), last);
        return range == null ? null : new PortMatch.Numbers(protocol, range);
    }

    /** A port's name has a letter in it, so that {@code "80"} is a number in quotation marks. */
    private static @Nullable String name(Cursor port) {
        String name = PortForm.name(port);
        if (name != null && name.chars().allMatch(Character::isDigit)) {
            port.invalid("a port's name needs a letter, and a number stands without quotation marks");
            return null;
        }
        return name;
    }
}
