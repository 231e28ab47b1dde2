/** Tests against an API server of our own, that can be made to fail in the ways that real ones do. */
@NullMarked
package dev.terrace.k8s.api;

import org.jspecify.annotations.NullMarked;
