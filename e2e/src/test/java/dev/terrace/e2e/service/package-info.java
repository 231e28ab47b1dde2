/** Connections to Services: OVN's load balancing comes before the rows that judge. */
@NullMarked
package dev.terrace.e2e.service;

import org.jspecify.annotations.NullMarked;
