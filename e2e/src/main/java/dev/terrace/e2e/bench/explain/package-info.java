/**
 * The commands that answer questions, as processes of their own on the manifests of a large cluster.
 *
 * <p>Depends on {@code bench} and {@code synthetic}.
 */
@NullMarked
package dev.terrace.e2e.bench.explain;

import org.jspecify.annotations.NullMarked;
