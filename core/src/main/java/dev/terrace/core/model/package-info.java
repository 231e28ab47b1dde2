/**
 * Facts about the cluster and the one internal form that every policy kind takes.
 *
 * <p>Everything here is immutable data. Depends on the JDK only, and on {@code selector} for label selectors.
 */
@NullMarked
package dev.terrace.core.model;

import org.jspecify.annotations.NullMarked;
