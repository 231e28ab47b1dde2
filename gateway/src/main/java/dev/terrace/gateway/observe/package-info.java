/** Looks at the running gateway from outside, and puts health and metrics onto pages. */
@NullMarked
package dev.terrace.gateway.observe;

import org.jspecify.annotations.NullMarked;
