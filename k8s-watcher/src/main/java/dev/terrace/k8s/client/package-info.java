/** Objects of the Kubernetes API by their kind, for those packages that know the Kubernetes client. */
@NullMarked
package dev.terrace.k8s.client;

import org.jspecify.annotations.NullMarked;
