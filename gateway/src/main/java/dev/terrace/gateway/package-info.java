/** The process: its entry point and what all commands share. */
@NullMarked
package dev.terrace.gateway;

import org.jspecify.annotations.NullMarked;
