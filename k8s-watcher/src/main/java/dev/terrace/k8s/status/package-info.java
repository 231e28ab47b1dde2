/**
 * What has become of the policies, written to the API server: conditions in their statuses, and events.
 *
 * <p>What is to be said is worked out in {@code core.status}; here is only when and how it is written.
 */
@NullMarked
package dev.terrace.k8s.status;

import org.jspecify.annotations.NullMarked;
