@NullMarked
package dev.terrace.core.selector;

import org.jspecify.annotations.NullMarked;
