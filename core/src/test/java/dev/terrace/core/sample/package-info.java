/**
 * Random clusters over tiny alphabets, which find more than large ones: two namespaces, two labels, a handful of
 * addresses.
 */
@NullMarked
package dev.terrace.core.sample;

import org.jspecify.annotations.NullMarked;
