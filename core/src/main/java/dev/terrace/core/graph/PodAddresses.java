package dev.terrace.core.graph;

import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.IpPrefix;

/** The addresses of a set of pods. */
final class PodAddresses extends Addresses implements PodWatcher {

    private final PodSet pods;

    PodAddresses(PodSet pods, Runnable onEnd) {
        super(pods.wiring(), pods.text(), onEnd);
        this.pods = pods;
        pods.watch(this);
    }

    /**
     * A selection that happens to select nobody is still spoken of, so that a pod that comes changes members and no
     * ACL; but not in a family that no pod has.
     */
    @Override
    boolean matters(IpFamily family) {
        return mattersByMembers() ? super.matters(family) : wiring().families().has(family);
    }

    @Override
    boolean mattersByMembers() {
        return !(pods instanceof SelectionSet);
    }

    @Override
    public void joined(PodEntry pod) {
        for (IpPrefix address : pod.prefixes()) {
            add(address);
        }
    }

    @Override
    public void left(PodEntry pod) {
        for (IpPrefix address : pod.prefixes()) {
            remove(address);
        }
    }

    @Override
    void end() {
        pods.unwatch(this);
        super.end();
    }

    @Override
    void recount(AddressCount count) {
        pods.forEach(pod -> {
            for (IpPrefix address : pod.prefixes()) {
                count.add(address);
            }
        });
    }
}
