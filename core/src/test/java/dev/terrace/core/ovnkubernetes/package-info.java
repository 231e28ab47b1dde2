/**
 * What OVN-Kubernetes writes into a Northbound database and what that means to a connection, for tests of what stands
 * beside it: calculated from the same facts, by code of its own.
 */
@NullMarked
package dev.terrace.core.ovnkubernetes;

import org.jspecify.annotations.NullMarked;
