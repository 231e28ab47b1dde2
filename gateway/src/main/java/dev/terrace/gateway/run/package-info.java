/** The running gateway: facts gathered from a source, translated, handed to the writer. */
@NullMarked
package dev.terrace.gateway.run;

import org.jspecify.annotations.NullMarked;
