/** What {@code deploy/} holds, put into a real API server. */
@NullMarked
package dev.terrace.k8s.deploy;

import org.jspecify.annotations.NullMarked;
