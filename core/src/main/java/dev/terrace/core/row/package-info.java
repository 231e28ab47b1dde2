/**
 * How policies are spelt as rows: the terms of a match, the texts of selections, names, ids and priorities. What the
 * full translator and the graph share, so that they differ in how they find things out, never in how they write them.
 *
 * <p>Depends on {@code model}, {@code selector} and {@code desired}. Everything here is a function of its arguments.
 */
@NullMarked
package dev.terrace.core.row;

import org.jspecify.annotations.NullMarked;
