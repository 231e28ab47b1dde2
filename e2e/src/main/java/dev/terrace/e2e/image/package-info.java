/**
 * The container image ({@code bin/image}), its pods as {@code deploy/overlays} describes them, and the run that trains
 * its AOT cache.
 *
 * <p>Depends on {@code node} and {@code live}.
 */
@NullMarked
package dev.terrace.e2e.image;

import org.jspecify.annotations.NullMarked;
