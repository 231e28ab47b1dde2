/**
 * Policies of every kind to the one form of {@code core}, strictly: what is not understood makes a policy closed and
 * leaves a problem in it, never an exception ({@code docs/design/policy-semantics.md}, "Fail closed").
 *
 * <p>{@link dev.terrace.k8s.policy.PolicyDecoder} is the way in. One class per kind says how that kind is written; the
 * parts that kinds share (selectors, peers, ports, rules with an action) stand beside them. No I/O.
 */
@NullMarked
package dev.terrace.k8s.policy;

import org.jspecify.annotations.NullMarked;
