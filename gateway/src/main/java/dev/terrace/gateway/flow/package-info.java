/** Files of flows to be judged. */
@NullMarked
package dev.terrace.gateway.flow;

import org.jspecify.annotations.NullMarked;
