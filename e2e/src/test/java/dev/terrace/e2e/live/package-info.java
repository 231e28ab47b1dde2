@NullMarked
package dev.terrace.e2e.live;

import org.jspecify.annotations.NullMarked;
