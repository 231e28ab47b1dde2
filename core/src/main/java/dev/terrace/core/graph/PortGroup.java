package dev.terrace.core.graph;

import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.RowDelta;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.model.PodKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The ports of a set of pods, as far as they are in the zone. */
final class PortGroup extends Shared implements PodWatcher {

    private final PodSet pods;
    private final Runnable onEnd;
    private final Observers observers = new Observers();
    private final GroupRow row;
    private final String name;
    private int size;

    PortGroup(PodSet pods, Runnable onEnd) {
        super(pods.wiring().agenda());
        this.pods = pods;
        this.onEnd = onEnd;
        name = pods.wiring().names().portGroup(pods.text());
        row = new GroupRow(pods.wiring().agenda());
        pods.watch(this);
    }

    MemberRow<LogicalPort> row() {
        return row;
    }

    String name() {
        return name;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Who wants to know when it becomes empty or ceases to be so. */
    Observers observers() {
        return observers;
    }

    @Override
    public void joined(PodEntry pod) {
        if (!isHere(pod)) {
            return;
        }
        if (size++ == 0) {
            observers.touch();
        }
        if (row.isHandedOut()) {
            row.memberAdded(LogicalPort.of(pod.fact().key()));
        }
    }

    @Override
    public void left(PodEntry pod) {
        if (!isHere(pod)) {
            return;
        }
        if (--size == 0) {
            observers.touch();
        }
        if (row.isHandedOut()) {
            row.memberRemoved(LogicalPort.of(pod.fact().key()));
        }
    }

    private boolean isHere(PodEntry pod) {
        return pods.wiring().zone().holds(pod.fact());
    }

    private void forEachHere(Consumer<PodEntry> action) {
        pods.forEach(pod -> {
            if (isHere(pod)) {
                action.accept(pod);
            }
        });
    }

    @Override
    void end() {
        pods.unwatch(this);
        onEnd.run();
    }

    void audit() {
        int[] count = {0};
        forEachHere(pod -> count[0]++);
        if (count[0] != size) {
            throw new IllegalStateException("group of " + pods + " has " + count[0] + " ports, not " + size);
        }
        row.audit(observers.users(expansion -> expansion.hangsOn(this)));
    }

    @Override
    public String toString() {
        return "group of " + pods;
    }

    private final class GroupRow extends MemberRow<LogicalPort> {

        GroupRow(Agenda agenda) {
            super(agenda, GraphStatistics.Node.PORT_GROUPS);
        }

        @Override
        String name() {
            return name;
        }

        @Override
        RowKey key() {
            return new RowKey(RowKey.Table.PORT_GROUP, name);
        }

        @Override
        Supplier<Row> freeze() {
            List<PodKey> members = new ArrayList<>(size);
            forEachHere(pod -> members.add(pod.fact().key()));
            return () -> {
                SortedSet<LogicalPort> ports = new TreeSet<>();
                members.forEach(pod -> ports.add(LogicalPort.of(pod)));
                return new PortGroupRow(name, ports, pods.wiring().names().externalIds(name, pods.text()));
            };
        }

        @Override
        RowDelta change(Set<LogicalPort> added, Set<LogicalPort> removed) {
            return new RowDelta.Ports(name, added, removed);
        }
    }
}
