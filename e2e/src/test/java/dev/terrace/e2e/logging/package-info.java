/** What OVN logs of decisions, with real packets. */
@NullMarked
package dev.terrace.e2e.logging;

import org.jspecify.annotations.NullMarked;
