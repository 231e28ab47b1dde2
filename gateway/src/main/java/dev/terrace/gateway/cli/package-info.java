/** The commands of {@code terrace}: arguments in, exit code out. What they do stands elsewhere. */
@NullMarked
package dev.terrace.gateway.cli;

import org.jspecify.annotations.NullMarked;
