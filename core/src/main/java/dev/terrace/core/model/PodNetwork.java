package dev.terrace.core.model;

/** The network that a pod lives in: where its policies would have to judge. */
public enum PodNetwork {
    /** The cluster's own, in which every pod has a logical port. */
    CLUSTER,
    /** Its node's: it has the node's addresses and no port. */
    HOST,
    /**
     * One that somebody defined, as its primary network (OVN-Kubernetes). In the cluster's network the pod then has an
     * address that only the kubelet talks to; its own network is nothing that Terrace knows of.
     */
    USER_DEFINED
}
