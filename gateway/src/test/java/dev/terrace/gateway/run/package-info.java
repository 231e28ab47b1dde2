@NullMarked
package dev.terrace.gateway.run;

import org.jspecify.annotations.NullMarked;
