/**
 * What OVN would do with ACL rows: an independent reading of matches, tiers, priorities and {@code pass}, written from
 * {@code ovn-nb(5)}, table ACL, and {@code ovn-sb(5)}, table Logical_Flow, column match.
 *
 * <p>Depends on {@code desired} rows and on {@code verdict} connections as data, and shares nothing with the
 * translation that wrote them.
 */
@NullMarked
package dev.terrace.core.acl;

import org.jspecify.annotations.NullMarked;
