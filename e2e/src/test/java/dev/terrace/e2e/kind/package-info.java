/** What can be known of {@code e2e/kind} without a kind cluster. */
@NullMarked
package dev.terrace.e2e.kind;

import org.jspecify.annotations.NullMarked;
