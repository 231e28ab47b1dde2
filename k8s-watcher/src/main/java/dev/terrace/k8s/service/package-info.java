/**
 * Services as people name them, resolved to the endpoints that policies judge. No fact of the translation: OVN's load
 * balancers are somebody else's, and policies see what comes out of them.
 */
@NullMarked
package dev.terrace.k8s.service;

import org.jspecify.annotations.NullMarked;
