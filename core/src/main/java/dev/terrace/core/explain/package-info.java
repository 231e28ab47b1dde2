/**
 * Why: verdicts with everything that a person needs to believe them, and what would change them.
 *
 * <p>Depends on {@code model}, {@code verdict}, {@code space}, {@code contradiction}, {@code status}, {@code desired}
 * and, to find the rows that carry a flow, {@code full} and {@code acl}.
 */
@NullMarked
package dev.terrace.core.explain;

import org.jspecify.annotations.NullMarked;
