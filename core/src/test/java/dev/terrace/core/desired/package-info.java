@NullMarked
package dev.terrace.core.desired;

import org.jspecify.annotations.NullMarked;
