/**
 * How long a gateway takes from its start until the database is as its policies say.
 *
 * <p>Depends on {@code bench}, {@code image} and {@code synthetic}.
 */
@NullMarked
package dev.terrace.e2e.bench.start;

import org.jspecify.annotations.NullMarked;
