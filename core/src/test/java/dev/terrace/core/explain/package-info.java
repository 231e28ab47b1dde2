/** Tests of explanations. */
@NullMarked
package dev.terrace.core.explain;

import org.jspecify.annotations.NullMarked;
