/**
 * What authors of policies get wrong, found without enforcing anything: findings as data.
 *
 * <p>Depends on {@code model}, {@code selector}, {@code verdict}, {@code space} and {@code contradiction}. What only
 * the text of a manifest tells is found where it is read, and handed in.
 */
@NullMarked
package dev.terrace.core.lint;

import org.jspecify.annotations.NullMarked;
