/**
 * Policies of equal priority that disagree ({@code docs/design/policy-semantics.md}, "Evaluation"): legal, decided by
 * their names, and worth a warning.
 *
 * <p>Depends on {@code model}, {@code selector} and {@code verdict}.
 */
@NullMarked
package dev.terrace.core.contradiction;

import org.jspecify.annotations.NullMarked;
