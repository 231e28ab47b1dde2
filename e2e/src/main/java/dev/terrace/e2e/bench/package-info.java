/** Benchmarks, started by {@code bin/bench}. One class for each; {@link dev.terrace.e2e.bench.Bench} lists them. */
@NullMarked
package dev.terrace.e2e.bench;

import org.jspecify.annotations.NullMarked;
