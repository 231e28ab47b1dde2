package dev.terrace.core.status;

import dev.terrace.core.model.PolicyKind;
import java.util.Map;

/** Where it is told what has become of the policies. */
public interface StatusSink {

    /** For a source that has nowhere to tell it. */
    StatusSink NONE = new StatusSink() {
        @Override
        public Map<PolicyKind, Long> delivered() {
            return Map.of();
        }

        @Override
        public void report(Progress progress) {}
    };

    /**
     * Of each kind, the {@code resourceVersion} up to which every change of its policies has been delivered to the sink
     * of facts. May be asked on any thread.
     */
    Map<PolicyKind, Long> delivered();

    /** Tells how far the gateway is from now on. Returns at once. */
    void report(Progress progress);
}
