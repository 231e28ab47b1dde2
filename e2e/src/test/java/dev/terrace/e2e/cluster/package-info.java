@NullMarked
package dev.terrace.e2e.cluster;

import org.jspecify.annotations.NullMarked;
