package dev.terrace.k8s.policy;

import dev.terrace.core.lint.Finding;
import dev.terrace.core.lint.LintRule;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.k8s.tree.Cursor;
import dev.terrace.k8s.tree.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code lint} has to say of a policy that only its text tells: reading masks host bits off, and nobody can see in
 * {@code namespaces: {}} what an API server pruned from it.
 */
public final class TextFindings {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Where {@code kubectl apply} keeps the text that somebody wrote. */
    private static final String APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private static final Set<String> CIDRS = Set.of("networks", "cidr", "except");
    private static final Set<String> NAMED_PORTS = Set.of("namedPort", "destinationNamedPort");
    private static final Set<String> ADDRESSES = Set.of("networks", "nodes", "domainNames");

    /** The members of {@code namespaces} in network-policy-api 0.1.1. */
    private static final Set<String> OLD_MEMBERS = Set.of("namespaceSelector", "sameLabels", "notSameLabels");

    private final PolicyKey key;
    private final List<Finding> findings = new ArrayList<>();

    private TextFindings(PolicyKey key) {
        this.key = key;
    }

    /**
     * Looks through one policy.
     *
     * @param key its name
     * @param tree the whole object as maps, lists and scalars
     */
    public static List<Finding> of(PolicyKey key, @Nullable Object tree) {
        TextFindings text = new TextFindings(key);
        Cursor object = new Reading().at("", tree);
        text.hostBits(object.get("spec"));
        switch (key.kind()) {
            case CLUSTER_NETWORK_POLICY, ADMIN_NETWORK_POLICY, BASELINE_ADMIN_NETWORK_POLICY -> {
                text.oldForm(object, "has the form of 0.1.1, which newer CRDs prune to every namespace");
                if (text.findings.stream().noneMatch(finding -> finding.rule() == LintRule.OLD_PEER_FORM)) {
                    text.pruned(object.get("metadata").get("annotations").get(APPLIED));
                }
            }
            case NETWORK_POLICY, DEVELOPER_NETWORK_POLICY -> {}
        }
        switch (key.kind()) {
            case CLUSTER_NETWORK_POLICY,
                    ADMIN_NETWORK_POLICY,
                    BASELINE_ADMIN_NETWORK_POLICY,
                    DEVELOPER_NETWORK_POLICY -> text.namedPorts(object);
            case NETWORK_POLICY -> {}
        }
        return text.findings;
    }

    private void add(LintRule rule, Cursor where, String message) {
        findings.add(new Finding(rule, key, where.path(), message));
    }

    private void hostBits(Cursor within) {
        if (within.isMap()) {
            within.members().forEach((name, member) -> {
                if (!CIDRS.contains(name)) {
                    hostBits(member);
                } else if (member.isList()) {
                    member.elements().forEach(this::cidr);
                } else {
                    cidr(member);
                }
            });
        } else if (within.isList()) {
            within.elements().forEach(this::hostBits);
        }
    }

    private void cidr(Cursor cidr) {
        String text = cidr.isText() ? cidr.text() : null;
        IpPrefix prefix = text == null ? null : PeerForm.cidr(cidr);
        if (text != null
                && prefix != null
                && !prefix.network().equals(IpAddress.parse(text.substring(0, text.indexOf('/'))))) {
            add(LintRule.HOST_BITS, cidr, text + " has host bits: it means " + prefix);
        }
    }

    private static List<Cursor> rules(Cursor object) {
        List<Cursor> rules = new ArrayList<>(object.get("spec").get("ingress").elements());
        rules.addAll(object.get("spec").get("egress").elements());
        return rules;
    }

    private static List<Cursor> peers(Cursor rule) {
        List<Cursor> peers = new ArrayList<>(rule.get("from").elements());
        peers.addAll(rule.get("to").elements());
        return peers;
    }

    private static boolean hasAny(Cursor map, Set<String> members) {
        return map.value() instanceof Map<?, ?> known && members.stream().anyMatch(known::containsKey);
    }

    private void oldForm(Cursor object, String message) {
        for (Cursor rule : rules(object)) {
            for (Cursor peer : peers(rule)) {
                if (hasAny(peer.get("namespaces"), OLD_MEMBERS)) {
                    add(LintRule.OLD_PEER_FORM, peer.get("namespaces"), message);
                }
                if (hasAny(peer.get("pods"), Set.of("namespaces"))) {
                    add(LintRule.OLD_PEER_FORM, peer.get("pods"), message);
                }
            }
        }
    }

    private void pruned(Cursor applied) {
        String text = applied.text();
        if (text == null) {
            return;
        }
        try {
            oldForm(
                    new Reading().at("", JSON.readValue(text, Object.class)),
                    "was applied in the form of 0.1.1, and the CRD has pruned it");
        } catch (JacksonException notJson) {
            // Somebody wrote the annotation by hand, and it says nothing about what was applied.
        }
    }

    private void namedPorts(Cursor object) {
        for (Cursor rule : rules(object)) {
            boolean addresses = peers(rule).stream().anyMatch(peer -> hasAny(peer, ADDRESSES));
            for (String list : List.of("ports", "protocols")) {
                Cursor ports = rule.get(list);
                if (addresses && ports.elements().stream().anyMatch(port -> hasAny(port, NAMED_PORTS))) {
                    add(LintRule.NETWORKS_WITH_NAMED_PORT, ports, "only pods have names for ports");
                }
            }
        }
    }
}
