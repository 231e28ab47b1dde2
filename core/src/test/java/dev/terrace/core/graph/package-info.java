@NullMarked
package dev.terrace.core.graph;

import org.jspecify.annotations.NullMarked;
