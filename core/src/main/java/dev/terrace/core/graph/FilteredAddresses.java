package dev.terrace.core.graph;

import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.IpPrefix;

/**
 * The addresses of pods as far as a filter admits them: peers that are no pods, in a rule about named ports. When the
 * filter itself changes, which is rare, they are looked through again.
 */
final class FilteredAddresses extends Addresses implements PodWatcher {

    private final PodSet pods;
    private final AddressFilter filter;
    private boolean stale;

    FilteredAddresses(PodSet pods, String text, AddressFilter filter, Runnable onEnd) {
        super(pods.wiring(), text, onEnd);
        this.pods = pods;
        this.filter = filter;
        if (filter instanceof AddressFilter.Among(Addresses others)) {
            others.hold();
            others.filtered().add(this);
        }
        pods.watch(this);
    }

    /** The filter admits other addresses than before. */
    void filterChanged() {
        if (!stale) {
            stale = true;
            wiring().agenda().stale(this);
        }
    }

    void recompute() {
        wiring().agenda().work().recompute(GraphStatistics.Node.ADDRESS_SETS);
        AddressCount count = new AddressCount();
        recount(count);
        for (IpFamily family : IpFamily.values()) {
            of(family).replace(count.of(family));
        }
        stale = false;
        observers().touch();
    }

    @Override
    public void joined(PodEntry pod) {
        for (IpPrefix address : pod.prefixes()) {
            if (!stale && filter.admits(address)) {
                add(address);
            }
        }
    }

    @Override
    public void left(PodEntry pod) {
        for (IpPrefix address : pod.prefixes()) {
            if (!stale && filter.admits(address)) {
                remove(address);
            }
        }
    }

    @Override
    void recount(AddressCount count) {
        pods.forEach(pod -> {
            for (IpPrefix address : pod.prefixes()) {
                if (filter.admits(address)) {
                    count.add(address);
                }
            }
        });
    }

    @Override
    void end() {
        pods.unwatch(this);
        if (filter instanceof AddressFilter.Among(Addresses others)) {
            others.filtered().remove(this);
            others.release();
        }
        super.end();
    }
}
