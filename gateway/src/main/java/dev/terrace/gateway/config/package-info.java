/** The configuration file and its defaults. */
@NullMarked
package dev.terrace.gateway.config;

import org.jspecify.annotations.NullMarked;
