/** What people and programs read on standard output: rows and verdicts as text, JSON and commands. */
@NullMarked
package dev.terrace.gateway.report;

import org.jspecify.annotations.NullMarked;
