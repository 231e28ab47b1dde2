@NullMarked
package dev.terrace.k8s.policy;

import org.jspecify.annotations.NullMarked;
