/** The demonstration: what {@code bin/demo} shows. */
@NullMarked
package dev.terrace.e2e.demo;

import org.jspecify.annotations.NullMarked;
