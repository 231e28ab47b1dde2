@NullMarked
package dev.terrace.gateway;

import org.jspecify.annotations.NullMarked;
