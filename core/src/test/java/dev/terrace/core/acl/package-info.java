/** Tests of the reading of ACL rows. */
@NullMarked
package dev.terrace.core.acl;

import org.jspecify.annotations.NullMarked;
