@NullMarked
package dev.terrace.core.verdict;

import org.jspecify.annotations.NullMarked;
