/**
 * What OVN-Kubernetes and kubelets do about Pods, for clusters that have an API server and nothing else.
 *
 * <p>Depends on {@code node}, fabric8, and core's addresses.
 */
@NullMarked
package dev.terrace.e2e.cluster;

import org.jspecify.annotations.NullMarked;
