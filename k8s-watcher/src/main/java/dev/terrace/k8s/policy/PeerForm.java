package dev.terrace.k8s.policy;

import dev.terrace.core.model.IpBlock;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.selector.LabelSelector;
import dev.terrace.k8s.tree.Cursor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one member of a peer is written. */
@FunctionalInterface
interface PeerForm {

    /** Reads the member's value; null only after a fault was noted. */
    @Nullable Peer read(Cursor member);

    /** {@code namespaces: LabelSelector}: every pod there. */
    static Peer namespaces(Cursor member) {
        return new Peer.Pods(PodSelection.across(SelectorForm.read(member), LabelSelector.EVERYTHING));
    }

    /** {@code pods: {namespaceSelector, podSelector}}, both required. */
    static Peer pods(Cursor member) {
        return new Peer.Pods(givenNamespaces(member));
    }

    /** {@code pods: {namespaceSelector, podSelector}} where no {@code namespaceSelector} means every namespace. */
    static Peer podsOfAnyNamespaces(Cursor member) {
        return new Peer.Pods(anyNamespaces(member));
    }

    static PodSelection givenNamespaces(Cursor member) {
        return PodSelection.across(
                SelectorForm.read(member.require("namespaceSelector")),
                SelectorForm.read(member.require("podSelector")));
    }

    static PodSelection anyNamespaces(Cursor member) {
        return PodSelection.across(
                SelectorForm.read(member.get("namespaceSelector")), SelectorForm.read(member.require("podSelector")));
    }

    /** {@code nodes: LabelSelector}. */
    static Peer nodes(Cursor member) {
        return new Peer.Nodes(SelectorForm.read(member));
    }

    /** {@code networks: [CIDR]}, at least one. */
    static Peer networks(Cursor member) {
        List<IpBlock> blocks = new ArrayList<>();
        if (member.isEmptyList()) {
            member.invalid("must not be empty");
        }
        for (Cursor element : member.elements()) {
            IpPrefix cidr = cidr(element);
            if (cidr != null) {
                blocks.add(IpBlock.of(cidr));
            }
        }
        return new Peer.Networks(blocks);
    }

    /** {@code domainNames: [DomainName]}. */
    static @Nullable Peer domainNames(Cursor member) {
        member.unsupported("domainNames are not yet supported");
        return null;
    }

    /** A block of addresses; null after noting that it is something else. */
    static @Nullable IpPrefix cidr(Cursor cursor) {
        String text = cursor.text();
        if (text == null) {
            return null;
        }
        try {
            return IpPrefix.parse(text);
        } catch (IllegalArgumentException notACidr) {
            cursor.invalid("not a CIDR: " + text);
            return null;
        }
    }
}
