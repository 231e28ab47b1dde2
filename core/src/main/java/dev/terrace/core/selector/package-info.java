/**
 * Label selectors in canonical form, so that two selectors that mean the same are equal and share one set of rows.
 *
 * <p>Depends on the JDK only.
 */
@NullMarked
package dev.terrace.core.selector;

import org.jspecify.annotations.NullMarked;
