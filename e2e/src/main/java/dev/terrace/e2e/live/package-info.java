/** The gateway as a process of its own, started as people start it. */
@NullMarked
package dev.terrace.e2e.live;

import org.jspecify.annotations.NullMarked;
