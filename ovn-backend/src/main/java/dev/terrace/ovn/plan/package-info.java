/**
 * From the desired image and the replica to transactions: which rows differ, in which columns, in which order they may
 * change and where the whole may be cut.
 *
 * <p>Pure: no clock, no thread, no connection, no library type. Depends on {@code replica} and on core.
 */
@NullMarked
package dev.terrace.ovn.plan;

import org.jspecify.annotations.NullMarked;
