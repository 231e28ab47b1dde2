/**
 * Kubernetes objects to facts: the one way in, whatever the source of the object.
 *
 * <p>Objects come as plain trees, so that manifests and the API server's answers are read by the same code and give the
 * same facts. Policies go on to {@code policy}. No I/O.
 */
@NullMarked
package dev.terrace.k8s.object;

import org.jspecify.annotations.NullMarked;
