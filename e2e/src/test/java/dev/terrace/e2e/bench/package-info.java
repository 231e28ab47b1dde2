/** That figures are counted right. */
@NullMarked
package dev.terrace.e2e.bench;

import org.jspecify.annotations.NullMarked;
