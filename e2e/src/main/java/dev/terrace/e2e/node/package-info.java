/**
 * A node of OVN in a container: databases, switch and controller, with pods as network namespaces.
 *
 * <p>Speaks to the tools of the image {@code e2e/ovn} and knows nothing of policies. Depends on Testcontainers and
 * Jackson.
 */
@NullMarked
package dev.terrace.e2e.node;

import org.jspecify.annotations.NullMarked;
