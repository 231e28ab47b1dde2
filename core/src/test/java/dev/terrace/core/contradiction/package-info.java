@NullMarked
package dev.terrace.core.contradiction;

import org.jspecify.annotations.NullMarked;
