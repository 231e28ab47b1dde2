@NullMarked
package dev.terrace.gateway.web;

import org.jspecify.annotations.NullMarked;
