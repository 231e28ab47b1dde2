/** Plausible mistakes in evaluator and translator, each of which the suite must notice. */
@NullMarked
package dev.terrace.core.mutation;

import org.jspecify.annotations.NullMarked;
