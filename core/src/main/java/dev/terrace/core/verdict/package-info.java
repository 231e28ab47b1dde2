/**
 * The reference evaluator: {@code docs/design/policy-semantics.md} read literally. Small, slow and obviously right;
 * every other part of Terrace is judged by it.
 *
 * <p>Depends on {@code model} and {@code selector} only, so that it can never share a mistake with the translation.
 */
@NullMarked
package dev.terrace.core.verdict;

import org.jspecify.annotations.NullMarked;
