@NullMarked
package dev.terrace.core.model;

import org.jspecify.annotations.NullMarked;
