/**
 * The schemas of the policy kinds as classes, and the CRDs that are generated from them.
 *
 * <p>Nothing at run time reads objects through these classes: the decoder reads trees, because it has to see what it
 * does not know.
 */
@NullMarked
package dev.terrace.k8s.crd;

import org.jspecify.annotations.NullMarked;
