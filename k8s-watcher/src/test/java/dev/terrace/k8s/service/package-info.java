/** Tests of Services. */
@NullMarked
package dev.terrace.k8s.service;

import org.jspecify.annotations.NullMarked;
