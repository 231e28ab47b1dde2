/**
 * Terrace beside OVN-Kubernetes: a stand-in that writes, sweeps and restarts as that does, and real packets that both
 * judge together.
 */
@NullMarked
package dev.terrace.e2e.standin;

import org.jspecify.annotations.NullMarked;
