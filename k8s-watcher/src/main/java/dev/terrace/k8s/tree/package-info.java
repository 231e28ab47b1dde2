/**
 * Objects as plain trees of maps, lists and scalars, and a way to read them that notices everything it does not
 * understand and where.
 *
 * <p>Knows nothing of any kind of object. Depends on {@code core.model} for the reasons of a problem.
 */
@NullMarked
package dev.terrace.k8s.tree;

import org.jspecify.annotations.NullMarked;
