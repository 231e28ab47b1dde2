@NullMarked
package dev.terrace.core.full;

import org.jspecify.annotations.NullMarked;
