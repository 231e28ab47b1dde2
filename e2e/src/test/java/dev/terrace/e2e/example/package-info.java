@NullMarked
package dev.terrace.e2e.example;

import org.jspecify.annotations.NullMarked;
