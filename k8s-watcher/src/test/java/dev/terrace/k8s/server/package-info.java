/**
 * A real Kubernetes API server for tests: its processes, and {@code kubectl} to talk to it as people do.
 *
 * <p>Depends on nothing of Terrace, so that what the tests of other modules see is not seen through the code under
 * test.
 */
@NullMarked
package dev.terrace.k8s.server;

import org.jspecify.annotations.NullMarked;
