/**
 * What OVN would do with ACL rows: an independent reading of matches, tiers, priorities and {@code pass}.
 *
 * <p>Depends on {@code desired} rows as data and shares nothing with the translation that wrote them.
 */
@NullMarked
package dev.terrace.core.acl;

import org.jspecify.annotations.NullMarked;
