package dev.terrace.gateway.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file. Every key is optional; a flag on the command line wins over the file.
 *
 * @param source where policies and pods come from: {@code dir:PATH} or {@code kube}
 * @param kubeconfig the cluster of the source {@code kube}; absent for what {@code kubectl} would use
 * @param context the context of the kubeconfig; absent for the current one
 * @param nb the Northbound database: {@code tcp:HOST:PORT}, {@code ssl:HOST:PORT} or {@code unix:PATH}, or the members
 *     of a cluster with commas between them
 * @param tls who we are to {@code ssl:} and whom we believe
 * @param listen where metrics and health are served: {@code HOST:PORT}; absent for nowhere
 * @param layout {@code standalone} or {@code alongside}
 * @param node the node whose pods have their ports in the database; absent where it has every pod's
 * @param owner the name of this instance, in the {@code external_ids} of every row that it owns
 * @param status how it is told in the cluster what has become of its policies
 * @param platform switches of the built-in rules
 * @param aclLogging how much is logged where annotations ask for it
 * @param anchor whether the rows are written without which older OVNs let established connections leak: {@code auto},
 *     {@code on} or {@code off}
 * @param holdNewPods whether new pods are stopped until they are in their groups: {@code auto}, {@code on} or
 *     {@code off}
 * @param selfCheckSeconds how long it is from one comparison of the running rows with a full translation to the next,
 *     in seconds; 300 by default, 0 for never
 */
public record GatewayConfiguration(
        @Nullable String source,
        @Nullable String kubeconfig,
        @Nullable String context,
        @Nullable String nb,
        @Nullable TlsFiles tls,
        @Nullable String listen,
        @Nullable String layout,
        @Nullable String node,
        @Nullable String owner,
        @Nullable StatusKeys status,
        @Nullable PlatformSwitches platform,
        @Nullable AclLogging aclLogging,
        @Nullable String anchor,
        @Nullable String holdNewPods,
        @Nullable Integer selfCheckSeconds) {

    /** What holds where the file says nothing. */
    public static final GatewayConfiguration DEFAULT = new GatewayConfiguration(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    /**
     * Files in PEM, and what to check.
     *
     * @param privateKey ours
     * @param certificate ours
     * @param caCert of those who may have signed the server's
     * @param verifyHostname whether the server's certificate must be for the host that we connect to; off by default
     */
    public record TlsFiles(
            @Nullable String privateKey,
            @Nullable String certificate,
            @Nullable String caCert,
            @Nullable Boolean verifyHostname) {}

    /**
     * How it is told in the cluster what has become of its policies.
     *
     * @param zone which of the Northbound databases of the cluster this is
     * @param namespace where the gateways of the cluster leave word for each other
     * @param waitForDatapath whether a policy counts as programmed only when every hypervisor has its rows
     */
    public record StatusKeys(
            @Nullable String zone,
            @Nullable String namespace,
            @Nullable Boolean waitForDatapath) {

        /** What holds where the file says nothing. */
        public static final StatusKeys NONE = new StatusKeys(null, null, null);
    }

    /**
     * How much is logged where annotations ask for it.
     *
     * @param rate packets per second of each ACL; 20 by default
     */
    public record AclLogging(@Nullable Integer rate) {}

    /**
     * The switches of the built-in rules.
     *
     * @param kubeletProbes allow probes from the pod's own node; on by default
     * @param hairpinAddresses allow these, as whom OVN sends a pod back to itself; by default none, and those of
     *     OVN-Kubernetes beside it
     */
    public record PlatformSwitches(
            @Nullable Boolean kubeletProbes, @Nullable List<String> hairpinAddresses) {

        /** What holds where the file says nothing. */
        public static final PlatformSwitches NONE = new PlatformSwitches(null, null);
    }
}
