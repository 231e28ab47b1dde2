@NullMarked
package dev.terrace.ovn.replica;

import org.jspecify.annotations.NullMarked;
