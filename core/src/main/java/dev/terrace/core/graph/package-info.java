/**
 * The incremental graph: the rows of the full translator, in work proportional to what changed.
 * {@link dev.terrace.core.graph.PolicyGraph} is the way in, and shows how everything hangs together;
 * {@code docs/design/graph.md} says what must hold.
 *
 * <p>Depends on {@code model}, {@code selector}, {@code desired} and {@code row}. It does not know the full translator,
 * which judges it. One thread owns a graph: no lock, no clock, no callback that leaves it.
 */
@NullMarked
package dev.terrace.core.graph;

import org.jspecify.annotations.NullMarked;
