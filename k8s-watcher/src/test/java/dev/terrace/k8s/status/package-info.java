@NullMarked
package dev.terrace.k8s.status;

import org.jspecify.annotations.NullMarked;
