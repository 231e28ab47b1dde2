/**
 * Who can reach whom: the verdicts of all flows of a cluster, added up.
 *
 * <p>Depends on {@code model}, {@code verdict} and {@code space}.
 */
@NullMarked
package dev.terrace.core.reach;

import org.jspecify.annotations.NullMarked;
