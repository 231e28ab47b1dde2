/** That synthetic clusters have the shape that they are said to have. */
@NullMarked
package dev.terrace.e2e.synthetic;

import org.jspecify.annotations.NullMarked;
