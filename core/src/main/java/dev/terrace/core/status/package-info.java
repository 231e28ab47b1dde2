/**
 * What is told of a policy: whether it was understood, and whether it is in force. Pure; who reads it and where it is
 * written is somebody else's.
 *
 * <p>Depends on {@code model} and {@code desired}.
 */
@NullMarked
package dev.terrace.core.status;

import org.jspecify.annotations.NullMarked;
