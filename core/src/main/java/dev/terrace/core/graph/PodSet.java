package dev.terrace.core.graph;

import dev.terrace.core.model.Peer;
import dev.terrace.core.row.NamedPort;
import dev.terrace.core.row.ProbedAt;
import dev.terrace.core.row.SelectionText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Pods that have something in common. Others look at them, and what is made of them is made once for all. */
abstract class PodSet extends Shared {

    private final Wiring wiring;
    private final String text;
    private final List<PodWatcher> watchers = new ArrayList<>(2);
    private boolean telling;

    // What was made of the pods, while somebody holds it.
    private @Nullable PortGroup group;
    private @Nullable PodAddresses addresses;
    private @Nullable Partition<String> byNode;
    private @Nullable Partition<ProbedAt> byProbes;
    private @Nullable Map<String, Partition<NamedPort>> byPort;
    private @Nullable Map<UnionSet, Intersection> intersections;
    private @Nullable Map<Peer, FilteredAddresses> filtered;

    /** @param text what selects the pods, see {@link SelectionText} */
    PodSet(Wiring wiring, String text) {
        super(wiring.agenda());
        this.wiring = wiring;
        this.text = text;
    }

    final Wiring wiring() {
        return wiring;
    }

    final String text() {
        return text;
    }

    abstract void forEach(Consumer<PodEntry> action);

    abstract boolean contains(PodEntry pod);

    /** Shows the watcher every pod that is here, and from now on who joins and leaves. */
    final void watch(PodWatcher watcher) {
        if (telling) {
            throw new IllegalStateException("an event may not change the graph: " + text);
        }
        hold();
        forEach(watcher::joined);
        watchers.add(watcher);
    }

    /** The watcher itself forgets what it has seen. */
    final void unwatch(PodWatcher watcher) {
        if (telling || !watchers.remove(watcher)) {
            throw new IllegalStateException("does not watch " + text);
        }
        release();
    }

    final void tellJoined(PodEntry pod) {
        telling = true;
        for (PodWatcher watcher : watchers) {
            watcher.joined(pod);
        }
        telling = false;
    }

    final void tellLeft(PodEntry pod) {
        telling = true;
        for (PodWatcher watcher : watchers) {
            watcher.left(pod);
        }
        telling = false;
    }

    /** Their ports. */
    PortGroup group() {
        if (group == null) {
            group = new PortGroup(this, () -> group = null);
        }
        return group;
    }

    /** Their addresses. */
    PodAddresses addresses() {
        if (addresses == null) {
            addresses = new PodAddresses(this, () -> addresses = null);
        }
        return addresses;
    }

    /** Matches may speak of other sets of these addresses than before. */
    final void touchAddresses() {
        if (addresses != null) {
            addresses.observers().touch();
        }
    }

    /** Their addresses as far as a peer has them too. */
    FilteredAddresses addressesOf(Peer peer, String selects) {
        if (filtered == null) {
            filtered = new HashMap<>(2);
        }
        Map<Peer, FilteredAddresses> known = filtered;
        return known.computeIfAbsent(
                peer, p -> new FilteredAddresses(this, selects, wiring.filter(p), () -> known.remove(p)));
    }

    Partition<String> byNode() {
        if (byNode == null) {
            byNode = new Partition<>(
                    this,
                    pod -> {
                        String node = pod.fact().node();
                        return node == null ? List.of() : List.of(node);
                    },
                    SelectionText::onNode,
                    () -> byNode = null);
        }
        return byNode;
    }

    Partition<ProbedAt> byProbes() {
        if (byProbes == null) {
            byProbes = new Partition<>(
                    this,
                    pod -> {
                        ProbedAt at = ProbedAt.of(pod.fact());
                        return at == null ? List.of() : List.of(at);
                    },
                    SelectionText::probed,
                    () -> byProbes = null);
        }
        return byProbes;
    }

    /** The pods by what a port of that name is on them. */
    Partition<NamedPort> byPort(String name) {
        if (byPort == null) {
            byPort = new HashMap<>(2);
        }
        Map<String, Partition<NamedPort>> known = byPort;
        return known.computeIfAbsent(
                name,
                n -> new Partition<>(
                        this,
                        pod -> pod.fact().namedPorts().stream()
                                .filter(port -> port.name().equals(n))
                                .map(NamedPort::of)
                                .toList(),
                        SelectionText::withPort,
                        () -> known.remove(n)));
    }

    /** Those of the pods that are in a union as well. */
    Intersection with(UnionSet union, String selects) {
        if (intersections == null) {
            intersections = new HashMap<>(2);
        }
        Map<UnionSet, Intersection> known = intersections;
        return known.computeIfAbsent(union, u -> new Intersection(this, u, selects, () -> known.remove(u)));
    }

    /** Whether nothing is made of the pods. */
    final boolean isUnused() {
        return !held() && group == null && isUndivided();
    }

    /** Whether at most their ports are made of the pods. */
    final boolean isUndivided() {
        return addresses == null
                && byNode == null
                && byProbes == null
                && (byPort == null || byPort.isEmpty())
                && (intersections == null || intersections.isEmpty())
                && (filtered == null || filtered.isEmpty());
    }

    /** Asserts that what was made of the pods agrees with them. */
    void audit() {
        if (group != null) {
            group.audit();
        }
        if (addresses != null) {
            addresses.audit();
        }
        if (byNode != null) {
            byNode.audit();
        }
        if (byProbes != null) {
            byProbes.audit();
        }
        if (byPort != null) {
            byPort.values().forEach(Partition::audit);
        }
        if (intersections != null) {
            intersections.values().forEach(Intersection::audit);
        }
        if (filtered != null) {
            filtered.values().forEach(FilteredAddresses::audit);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
