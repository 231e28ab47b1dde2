/**
 * Whether the process lives, and whether it does what it is for. Pure: what its parts say of themselves comes in, an
 * answer for an orchestrator and a line for a person go out.
 */
@NullMarked
package dev.terrace.gateway.health;

import org.jspecify.annotations.NullMarked;
