package dev.terrace.k8s.policy;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PortMatch;
import dev.terrace.k8s.tree.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a kind of policy whose rules have actions writes them.
 *
 * @param actions the words for its actions
 * @param from the members of an ingress peer
 * @param to the members of an egress peer
 * @param portsKey the name of the list of ports
 * @param noPortsMeanAll whether an empty list of ports means the same as an absent one, or is an error
 * @param ports the members of an entry of that list
 */
record RuleForm(
        Map<String, Action> actions,
        Map<String, PeerForm> from,
        Map<String, PeerForm> to,
        String portsKey,
        boolean noPortsMeanAll,
        Map<String, PortForm> ports) {

    /** Reads the rules of one direction. */
    List<ActionRule> read(Cursor spec, Direction direction) {
        Cursor list = list(spec, direction);
        List<ActionRule> rules = new ArrayList<>();
        for (Cursor rule : list.units()) {
            rules.add(rule(rules.size(), rule, direction));
        }
        if (list.present() && !list.isList()) {
            // Whatever rules it is meant to be, a Deny may be among them.
            rules.add(ActionRule.UNKNOWN);
        }
        return rules;
    }

    /** Where the rules of a direction stand. */
    static Cursor list(Cursor spec, Direction direction) {
        return switch (direction) {
            case INGRESS -> spec.get("ingress");
            case EGRESS -> spec.get("egress");
        };
    }

    private ActionRule rule(int index, Cursor rule, Direction direction) {
        String name = rule.get("name").text();
        Action action = action(rule.require("action"));
        List<Peer> peers = peers(rule, direction);
        Cursor portList = rule.get(portsKey);
        List<PortMatch> portMatches = ports(portList);
        checkNamedPorts(portList, portMatches, peers);
        rule.reading().refuseUnknownKeys();
        return new ActionRule(
                index,
                name == null ? "" : name,
                action,
                peers,
                portMatches,
                rule.reading().faults());
    }

    private @Nullable Action action(Cursor cursor) {
        String word = cursor.text();
        if (word == null) {
            return null;
        }
        Action action = actions.get(word);
        if (action == null) {
            cursor.invalid("unknown action " + word);
        }
        return action;
    }

    private List<Peer> peers(Cursor rule, Direction direction) {
        Cursor list = switch (direction) {
            case INGRESS -> rule.require("from");
            case EGRESS -> rule.require("to");
        };
        Map<String, PeerForm> forms = switch (direction) {
            case INGRESS -> from;
            case EGRESS -> to;
        };
        List<Peer> peers = new ArrayList<>();
        for (Cursor element : list.elements()) {
            String member = element.oneOf(forms.keySet());
            PeerForm form = member == null ? null : forms.get(member);
            Peer peer = member == null || form == null ? null : form.read(element.get(member));
            if (peer != null) {
                peers.add(peer);
            }
        }
        if (list.isEmptyList()) {
            list.invalid("must not be empty");
        }
        return peers;
    }

    private List<PortMatch> ports(Cursor list) {
        List<PortMatch> matches = new ArrayList<>();
        for (Cursor element : list.elements()) {
            String member = element.oneOf(ports.keySet());
            PortForm form = member == null ? null : ports.get(member);
            PortMatch match = member == null || form == null ? null : form.read(element.get(member));
            if (match != null) {
                matches.add(match);
            }
        }
        if (list.isEmptyList() && !noPortsMeanAll) {
            list.invalid("must not be empty");
        }
        return matches;
    }

    /** Only a pod has ports with names, and of the peers only selections of pods are known to be pods. */
    private static void checkNamedPorts(Cursor list, List<PortMatch> matches, List<Peer> peers) {
        if (matches.stream().anyMatch(PortMatch.Named.class::isInstance)
                && !peers.stream().allMatch(Peer.Pods.class::isInstance)) {
            list.invalid("a named port goes with peers that are pods only");
        }
    }
}
