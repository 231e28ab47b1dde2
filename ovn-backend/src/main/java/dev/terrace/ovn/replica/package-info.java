/**
 * What the Northbound database holds of ours, and which logical switch ports exist: a copy that the server keeps up to
 * date.
 *
 * <p>Confined to one thread by whoever owns it. No connection and no library type appears here, JSON does.
 */
@NullMarked
package dev.terrace.ovn.replica;

import org.jspecify.annotations.NullMarked;
