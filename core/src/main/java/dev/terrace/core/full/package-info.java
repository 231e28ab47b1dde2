/**
 * The full translator: every row from every fact, from scratch.
 *
 * <p>Depends on {@code model}, {@code selector}, {@code desired} and {@code row}.
 */
@NullMarked
package dev.terrace.core.full;

import org.jspecify.annotations.NullMarked;
