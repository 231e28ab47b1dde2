package dev.terrace.k8s.object;

import java.nio.file.Path;

/**
 * Where an object stands.
 *
 * @param number how many objects come before it in the file, those in lists counted one by one
 */
public record ObjectPlace(Path file, int number) {}
