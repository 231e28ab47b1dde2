package dev.terrace.core.reach;

import dev.terrace.core.model.PodKey;

/** What pods are put together by. */
public enum Grouping {
    NAMESPACE {
        @Override
        public String groupOf(PodKey pod) {
            return pod.namespace();
        }
    },
    POD {
        @Override
        public String groupOf(PodKey pod) {
            return pod.toString();
        }
    };

    /** The name of a pod's group. */
    public abstract String groupOf(PodKey pod);
}
