/**
 * Packets with the verdict that somebody wrote down for them, and a cluster laid out on a node of OVN to send them in.
 *
 * <p>Depends on {@code node} and on core's model and flows, not on anything that translates policies.
 */
@NullMarked
package dev.terrace.e2e.packet;

import org.jspecify.annotations.NullMarked;
