/**
 * The examples of {@code deploy/examples}: a cluster, and folders of a policy with the packets that show what it does.
 *
 * <p>Depends on {@code packet} and on the reader of manifests.
 */
@NullMarked
package dev.terrace.e2e.example;

import org.jspecify.annotations.NullMarked;
