/**
 * How the policy graph and the writer do with a real Northbound database and a real OVN node, at scale: latency,
 * bursts, rows and flows ({@code docs/benchmarks.md}).
 */
@NullMarked
package dev.terrace.e2e.bench.scale;

import org.jspecify.annotations.NullMarked;
