/**
 * The API server as a source of facts: one informer for each kind of object.
 *
 * <p>An object is reduced to its fact as it arrives and then dropped; what stays is its name and version. Of the
 * Kubernetes client know this package, {@code status} and {@code client}.
 */
@NullMarked
package dev.terrace.k8s.api;

import org.jspecify.annotations.NullMarked;
