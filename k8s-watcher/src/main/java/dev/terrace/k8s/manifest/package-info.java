/**
 * Directories of manifests as a source of facts: read once, or watched.
 *
 * <p>Reading is strict: a directory with anything wrong in it gives one line that says what and where, and no facts at
 * all, because facts that are missing can open what somebody meant to close.
 */
@NullMarked
package dev.terrace.k8s.manifest;

import org.jspecify.annotations.NullMarked;
