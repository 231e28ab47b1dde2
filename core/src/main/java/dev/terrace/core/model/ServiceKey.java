package dev.terrace.core.model;

/** Names a Service. */
public record ServiceKey(String namespace, String name) {

    /** The API servers, wherever they run. */
    public static final ServiceKey KUBE_API_SERVER = new ServiceKey("default", "kubernetes");

    /** The cluster's DNS servers under the name that every distribution keeps for its clients' sake. */
    public static final ServiceKey CLUSTER_DNS = new ServiceKey("kube-system", "kube-dns");
}
