/** Tests of comparison and order, without a server. */
@NullMarked
package dev.terrace.ovn.plan;

import org.jspecify.annotations.NullMarked;
