/** That what is compared with is what it is said to be. */
@NullMarked
package dev.terrace.e2e.bench.scale;

import org.jspecify.annotations.NullMarked;
