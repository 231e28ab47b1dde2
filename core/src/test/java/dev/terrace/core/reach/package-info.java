/** Tests of who can reach whom. */
@NullMarked
package dev.terrace.core.reach;

import org.jspecify.annotations.NullMarked;
