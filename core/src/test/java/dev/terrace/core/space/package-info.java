/** Tests of the calculus of classes. */
@NullMarked
package dev.terrace.core.space;

import org.jspecify.annotations.NullMarked;
