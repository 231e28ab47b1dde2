/** The image and the pods of {@code deploy/overlays}, started for real. */
@NullMarked
package dev.terrace.e2e.image;

import org.jspecify.annotations.NullMarked;
