/** The pages for machines: metrics and health, over HTTP. Off unless asked for. */
@NullMarked
package dev.terrace.gateway.web;

import org.jspecify.annotations.NullMarked;
