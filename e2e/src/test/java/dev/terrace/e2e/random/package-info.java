/** Random clusters on real OVN: what the evaluator says, what OVN's simulator says, and what packets do. */
@NullMarked
package dev.terrace.e2e.random;

import org.jspecify.annotations.NullMarked;
