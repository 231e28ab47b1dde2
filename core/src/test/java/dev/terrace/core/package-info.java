/** Tests of more than one package: the rules between packages. */
@NullMarked
package dev.terrace.core;

import org.jspecify.annotations.NullMarked;
