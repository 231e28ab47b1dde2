/**
 * Keeps the rows of one owner in OVN's Northbound database as desired: {@link dev.terrace.ovn.NorthboundWriter} and
 * what it tells about itself.
 *
 * <p>The packages below it, from the wire up: {@code rpc}, {@code replica}, {@code plan}, {@code session}. What it
 * promises is in {@code docs/design/ovsdb.md}.
 */
@NullMarked
package dev.terrace.ovn;

import org.jspecify.annotations.NullMarked;
