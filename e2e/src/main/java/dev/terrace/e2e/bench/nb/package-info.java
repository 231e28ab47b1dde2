/**
 * How fast {@code ovn-backend} reads and writes a Northbound database, beside others that do the same with the same
 * server in the same run ({@code docs/benchmarks.md}).
 */
@NullMarked
package dev.terrace.e2e.bench.nb;

import org.jspecify.annotations.NullMarked;
