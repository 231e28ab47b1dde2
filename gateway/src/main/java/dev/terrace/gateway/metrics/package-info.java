/** What the process tells of itself in numbers: every name is listed in {@code docs/metrics.md}. */
@NullMarked
package dev.terrace.gateway.metrics;

import org.jspecify.annotations.NullMarked;
