/** Tests of what happens to bytes, without a server. */
@NullMarked
package dev.terrace.ovn.rpc;

import org.jspecify.annotations.NullMarked;
