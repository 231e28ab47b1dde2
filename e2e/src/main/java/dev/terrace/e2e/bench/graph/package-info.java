/**
 * How fast the policy graph is: beside a translation from scratch, beside re-listing, and by the size of the cluster
 * ({@code docs/benchmarks.md}).
 */
@NullMarked
package dev.terrace.e2e.bench.graph;

import org.jspecify.annotations.NullMarked;
