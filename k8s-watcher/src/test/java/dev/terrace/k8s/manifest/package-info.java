@NullMarked
package dev.terrace.k8s.manifest;

import org.jspecify.annotations.NullMarked;
