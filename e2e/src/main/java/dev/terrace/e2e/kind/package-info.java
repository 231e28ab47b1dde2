/**
 * The examples on a cluster that somebody has, as {@code e2e/kind/run} starts it.
 *
 * <p>Depends on {@code example}, {@code packet} and {@code live}.
 */
@NullMarked
package dev.terrace.e2e.kind;

import org.jspecify.annotations.NullMarked;
