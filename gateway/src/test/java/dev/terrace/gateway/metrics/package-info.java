@NullMarked
package dev.terrace.gateway.metrics;

import org.jspecify.annotations.NullMarked;
