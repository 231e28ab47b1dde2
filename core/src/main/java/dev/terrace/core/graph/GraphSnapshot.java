package dev.terrace.core.graph;

import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.Row;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Fact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a graph knew and made of it at one moment. It is taken quickly and costs its reader the rest, on whatever thread
 * that is: it shares nothing with the graph that changes.
 */
public final class GraphSnapshot {

    private final List<Fact> facts;
    private final List<Row> acls;
    private final List<Supplier<Row>> others;

    GraphSnapshot(List<Fact> facts, AclTable acls, Collection<MemberRow<?>> others) {
        this.facts = List.copyOf(facts);
        this.acls = new ArrayList<>(acls.rows());
        this.acls.addAll(acls.meter());
        this.others = others.stream().map(MemberRow::freeze).toList();
    }

    /** The inputs. */
    public ClusterFacts facts() {
        return ClusterFacts.of(facts);
    }

    /** The rows that were made of them. */
    public DesiredImage image() {
        List<Row> rows = new ArrayList<>(acls);
        others.forEach(row -> rows.add(row.get()));
        return DesiredImage.of(rows);
    }
}
