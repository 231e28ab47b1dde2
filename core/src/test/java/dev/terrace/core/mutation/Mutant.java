package dev.terrace.core.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A mistake that somebody could make.
 *
 * @param mistake in words
 * @param file the source that has it, below {@code dev/terrace/core}
 * @param right what stands there, once
 * @param wrong what would stand there instead
 */
record Mutant(String mistake, String file, String right, String wrong) {

    private static final Path SOURCES = Path.of("src/main/java/dev/terrace/core");

    /** The name of the class that the file is of. */
    String className() {
        return "dev.terrace.core." + file.replace(".java", "").replace('/', '.');
    }

    /**
     * The source with the mistake in it.
     *
     * @throws IllegalStateException when what is to be replaced is not there, or not once: the list is out of date
     */
    String source() throws IOException {
        String source = Files.readString(SOURCES.resolve(file));
        int first = source.indexOf(right);
        if (first < 0 || source.indexOf(right, first + 1) >= 0) {
            throw new IllegalStateException(this + ": not once in " + file);
        }
        return source.substring(0, first) + wrong + source.substring(first + right.length());
    }

    @Override
    public String toString() {
        return mistake + " (" + file.substring(file.indexOf('/') + 1) + ")";
    }
}
