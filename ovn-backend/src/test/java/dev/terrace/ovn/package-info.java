/** Tests on real database servers, in containers. */
@NullMarked
package dev.terrace.ovn;

import org.jspecify.annotations.NullMarked;
