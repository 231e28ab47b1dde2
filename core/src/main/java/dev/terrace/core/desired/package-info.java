/**
 * What the Northbound database must hold: rows as data, their keys, whole images of them and the tiers that they live
 * in.
 *
 * <p>Depends on {@code model} only. No OVSDB type appears here.
 */
@NullMarked
package dev.terrace.core.desired;

import org.jspecify.annotations.NullMarked;
