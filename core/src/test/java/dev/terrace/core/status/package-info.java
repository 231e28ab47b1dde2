@NullMarked
package dev.terrace.core.status;

import org.jspecify.annotations.NullMarked;
