/**
 * One connection to a Northbound database from the first word to the last: is it one, does its schema have what we
 * need, what does it hold, and transactions with their results as values.
 *
 * <p>The only package that speaks the OpenDaylight library's schema and operations. Depends on {@code rpc},
 * {@code replica} and {@code plan}.
 */
@NullMarked
package dev.terrace.ovn.session;

import org.jspecify.annotations.NullMarked;
