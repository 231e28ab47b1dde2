package dev.terrace.gateway.run;

import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.full.Translation;
import dev.terrace.core.graph.GraphSnapshot;
import dev.terrace.core.graph.GraphStatistics;
import dev.terrace.core.graph.PolicyGraph;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.FactKey;
import dev.terrace.core.model.PolicyKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of the facts so far. They are a graph's, which is made anew from its facts when it fails or turned out to be
 * wrong. While even that fails, the full translator makes them.
 */
final class Rows {

    private static final Logger LOG = LoggerFactory.getLogger(Rows.class);

    /** What has to be handed over. */
    sealed interface Handover {

        /** All rows. */
        record Whole(DesiredImage image) implements Handover {}

        /** What became different since the last handover. */
        record Change(DesiredDelta delta) implements Handover {}
    }

    private final Function<Translator, PolicyGraph> graphs;
    private Translator translator;
    private PolicyGraph graph;
    private boolean wholeIsDue = true;
    private long recomputes;

    /** The facts, while no graph can be made of them. */
    private @Nullable Map<FactKey, Fact> withoutGraph;

    /** @param graphs makes empty graphs */
    Rows(Translator translator, Function<Translator, PolicyGraph> graphs) {
        this.translator = translator;
        this.graphs = graphs;
        graph = graphs.apply(translator);
    }

    /** Takes in what became of facts; null where one is gone. */
    void apply(Map<FactKey, @Nullable Fact> changes) {
        if (withoutGraph != null) {
            apply(changes, withoutGraph);
            return;
        }
        try {
            changes.forEach((key, fact) -> {
                if (fact == null) {
                    graph.remove(key);
                } else {
                    graph.upsert(fact);
                }
            });
        } catch (RuntimeException broken) {
            failed(broken, changes);
        }
    }

    private static void apply(Map<FactKey, @Nullable Fact> changes, Map<FactKey, Fact> facts) {
        changes.forEach((key, fact) -> {
            if (fact == null) {
                facts.remove(key);
            } else {
                facts.put(key, fact);
            }
        });
    }

    /** What there is to hand over; it counts as done. */
    Handover next() {
        if (withoutGraph == null) {
            try {
                DesiredDelta delta = graph.flush();
                Handover next = wholeIsDue ? new Handover.Whole(graph.image()) : new Handover.Change(delta);
                wholeIsDue = false;
                return next;
            } catch (RuntimeException broken) {
                failed(broken, Map.of());
                return next();
            }
        }
        wholeIsDue = true;
        return new Handover.Whole(translate(withoutGraph.values()).image());
    }

    /** Makes the graph anew, if that can be done; everything is to be handed over then. */
    void recompute() {
        restart(known());
        recomputes++;
    }

    private Map<FactKey, Fact> known() {
        return withoutGraph == null ? byKey(graph.allFacts()) : withoutGraph;
    }

    /** How facts become rows at present. */
    Translator translator() {
        return translator;
    }

    /** From now on rows are made in another way; everything is to be handed over then. */
    void use(Translator other) {
        translator = other;
        restart(known());
    }

    private void failed(RuntimeException broken, Map<FactKey, @Nullable Fact> changes) {
        LOG.error("a bug in the graph; it is made anew from its facts", broken);
        Map<FactKey, Fact> facts = byKey(graph.allFacts());
        apply(changes, facts);
        restart(facts);
        recomputes++;
    }

    private void restart(Map<FactKey, Fact> facts) {
        wholeIsDue = true;
        try {
            PolicyGraph anew = graphs.apply(translator);
            facts.values().forEach(anew::upsert);
            anew.flush();
            graph = anew;
            withoutGraph = null;
        } catch (RuntimeException broken) {
            LOG.error("no graph can be made of the facts; the full translator stands in", broken);
            withoutGraph = facts;
        }
    }

    private static Map<FactKey, Fact> byKey(Collection<Fact> all) {
        Map<FactKey, Fact> facts = new HashMap<>();
        all.forEach(fact -> facts.put(fact.key(), fact));
        return facts;
    }

    /** Every fact, in no order. */
    List<Fact> facts() {
        return withoutGraph == null ? graph.allFacts() : List.copyOf(withoutGraph.values());
    }

    private Translation translate(Collection<Fact> facts) {
        return translator.full().translate(ClusterFacts.of(facts));
    }

    /** How often the graph was made anew. */
    long recomputes() {
        return recomputes;
    }

    /** What is to be checked; null where the graph is not, or no longer, at work. */
    @Nullable GraphSnapshot snapshot() {
        if (withoutGraph != null) {
            return null;
        }
        try {
            return graph.snapshot();
        } catch (RuntimeException broken) {
            LOG.error("a bug in the graph; it is made anew from its facts", broken);
            return null;
        }
    }

    /** All rows. */
    DesiredImage image() {
        return withoutGraph == null
                ? graph.image()
                : translate(withoutGraph.values()).image();
    }

    GraphStatistics statistics() {
        return graph.statistics();
    }

    /** The policies that have no rows because the priorities of their band are used up. */
    SortedSet<PolicyKey> exhausted() {
        return withoutGraph == null
                ? graph.exhausted()
                : translate(withoutGraph.values()).exhausted();
    }
}
