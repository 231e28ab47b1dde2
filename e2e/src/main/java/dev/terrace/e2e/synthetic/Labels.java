package dev.terrace.e2e.synthetic;

/** The keys of the labels that synthetic objects have. */
final class Labels {

    /** Every namespace has its own name as the value, as in every Kubernetes cluster. */
    static final String NAME = "kubernetes.io/metadata.name";

    /** Whom a namespace belongs to. */
    static final String TEAM = "team";

    /** What a namespace is for. */
    static final String ENVIRONMENT = "environment";

    static final String APP = "app";
    static final String ROLE = "role";
    static final String VERSION = "version";

    /** No selector speaks of it, as in real clusters. */
    static final String TEMPLATE = "pod-template-hash";

    /** Only pods of stateful applications have it, each another value. */
    static final String POD_NAME = "statefulset.kubernetes.io/pod-name";

    private Labels() {}
}
