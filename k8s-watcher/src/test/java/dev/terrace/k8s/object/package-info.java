@NullMarked
package dev.terrace.k8s.object;

import org.jspecify.annotations.NullMarked;
