/** Every form of a policy with real packets. */
@NullMarked
package dev.terrace.e2e.form;

import org.jspecify.annotations.NullMarked;
