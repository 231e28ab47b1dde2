/** What logging by ACLs costs. */
@NullMarked
package dev.terrace.e2e.bench.logging;

import org.jspecify.annotations.NullMarked;
