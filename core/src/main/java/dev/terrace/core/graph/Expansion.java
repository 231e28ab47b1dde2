package dev.terrace.core.graph;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.model.Direction;
import dev.terrace.core.row.Clause;
import dev.terrace.core.row.PeerTerm;
import dev.terrace.core.row.PortTerm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * ACLs of one rule on one port group. Who comes and goes in its sets does not concern it; when one of them becomes
 * empty, or ceases to be so, it is made again as a whole.
 */
final class Expansion implements Expanded {

    /** Gives clauses their place. */
    interface Author {
        List<AclRow> write(Clause clause);
    }

    /**
     * What the ACLs say.
     *
     * @param part see {@link Clause#of}
     * @param group whom they are about
     * @param direction the direction that they judge
     * @param peers the other ends
     * @param ports protocols and ports, alternatives
     */
    record Content(String part, PortGroup group, Direction direction, PeerSets peers, List<PortTerm> ports) {}

    private final Wiring wiring;
    private final Content content;
    private final Author author;
    private Map<String, AclRow> rows = Map.of();
    private Map<String, AclRow> next = Map.of();
    private List<AddressSet> named = List.of();
    private boolean touched;
    private boolean closed;

    /** Opens it: it is expanded when the graph settles. */
    Expansion(Wiring wiring, Content content, Author author) {
        this.wiring = wiring;
        this.content = content;
        this.author = author;
        content.group.hold();
        content.group.observers().add(this);
        content.peers.hold();
        content.peers.sets().forEach(addresses -> addresses.observers().add(this));
        touch();
    }

    /** Something that it speaks of, or its place, may be another. */
    @Override
    public void touch() {
        if (!touched && !closed) {
            touched = true;
            wiring.agenda().touched(this);
        }
    }

    /** Works out the ACLs anew, and gives up those that are no more or not the same. */
    void expand() {
        if (closed) {
            return;
        }
        touched = false;
        wiring.agenda().work().evaluation(GraphStatistics.Node.ACLS);
        List<AddressSet> sets = new ArrayList<>(2);
        next = new HashMap<>(2);
        if (!content.group.isEmpty()) {
            for (PeerTerm peer : content.peers.terms(content.direction, sets)) {
                for (PortTerm port : content.ports) {
                    Clause clause = Clause.of(content.part, content.group.name(), content.direction, peer, port);
                    author.write(clause).forEach(row -> next.put(row.id(), row));
                }
            }
        }
        use(next.isEmpty() ? List.of() : sets, !next.isEmpty());
        rows.forEach((id, row) -> {
            if (!row.equals(next.get(id))) {
                wiring.acls().remove(row);
            }
        });
    }

    /** Puts down the ACLs that were worked out. */
    void write() {
        if (closed) {
            return;
        }
        next.forEach((id, row) -> {
            if (!row.equals(rows.get(id))) {
                wiring.acls().put(row);
            }
        });
        rows = next.isEmpty() ? Map.of() : next;
        next = Map.of();
    }

    private void use(List<AddressSet> sets, boolean group) {
        sets.forEach(MemberRow::use);
        named.forEach(MemberRow::unuse);
        named = sets;
        boolean hung = !rows.isEmpty();
        if (group && !hung) {
            content.group.row().use();
        } else if (!group && hung) {
            content.group.row().unuse();
        }
    }

    /** Takes the ACLs away. */
    @Override
    public void close() {
        use(List.of(), false);
        rows.values().forEach(wiring.acls()::remove);
        rows = Map.of();
        closed = true;
        content.peers.sets().forEach(addresses -> addresses.observers().remove(this));
        content.peers.release();
        content.group.observers().remove(this);
        content.group.release();
    }

    boolean hangsOn(PortGroup group) {
        return group == content.group && !rows.isEmpty();
    }

    boolean names(AddressSet set) {
        return named.contains(set);
    }

    @Override
    public String toString() {
        return "ACLs of " + content.group + ": " + rows.keySet();
    }
}
