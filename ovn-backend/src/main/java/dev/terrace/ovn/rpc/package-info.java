/**
 * JSON-RPC 1.0 as OVSDB speaks it (RFC 7047, section 4), over Netty: where a server is, how its bytes become messages,
 * calls with their replies as values, and the library's {@code OvsdbRPC} on top.
 *
 * <p>Knows nothing of Northbound tables or policies, and depends on no other package of this module.
 */
@NullMarked
package dev.terrace.ovn.rpc;

import org.jspecify.annotations.NullMarked;
