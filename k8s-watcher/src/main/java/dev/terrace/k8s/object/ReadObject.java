package dev.terrace.k8s.object;

import org.jspecify.annotations.Nullable;

/**
 * An object and what it was read as.
 *
 * @param place where it stands, or null where an API server gave it
 * @param tree the whole of it as maps, lists and scalars
 * @param decoded what it is to Terrace
 */
public record ReadObject(
        @Nullable ObjectPlace place, @Nullable Object tree, Decoded decoded) {}
