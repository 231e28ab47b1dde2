package dev.terrace.k8s.object;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An object and what it was read as.
 *
 * @param file the file that it stands in, or null where an API server gave it
 * @param tree the whole of it as maps, lists and scalars
 * @param decoded what it is to Terrace
 */
public record ReadObject(@Nullable Path file, @Nullable Object tree, Decoded decoded) {}
