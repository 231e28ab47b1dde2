/**
 * The space of all flows, cut into classes that no rule tells apart, so that a class is judged once for all its flows
 * ({@code docs/design/reach.md}).
 *
 * <p>Depends on {@code model}, {@code selector} and {@code verdict}, whose evaluator is what every class is held to.
 */
@NullMarked
package dev.terrace.core.space;

import org.jspecify.annotations.NullMarked;
