/** Tests of the commands. */
@NullMarked
package dev.terrace.gateway.cli;

import org.jspecify.annotations.NullMarked;
