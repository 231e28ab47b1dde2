@NullMarked
package dev.terrace.gateway.health;

import org.jspecify.annotations.NullMarked;
