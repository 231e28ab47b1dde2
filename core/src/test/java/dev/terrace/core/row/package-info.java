@NullMarked
package dev.terrace.core.row;

import org.jspecify.annotations.NullMarked;
