/**
 * Synthetic clusters for tests and benchmarks: made from a seed, so that equal seeds give equal clusters, in shapes
 * that real clusters and published workloads have, and what happens in them afterwards.
 *
 * <p>Depends on the model only.
 */
@NullMarked
package dev.terrace.e2e.synthetic;

import org.jspecify.annotations.NullMarked;
