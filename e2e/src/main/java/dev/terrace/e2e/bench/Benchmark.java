package dev.terrace.e2e.bench;

import java.util.List;
import java.util.Set;

/** Measures one thing and compares it with something else that is measured in the same run. */
public interface Benchmark {

    /** What it is called on the command line, one word. */
    String name();

    /** What it measures, in a line. */
    String about();

    /** What can be measured by itself, each one word. */
    default List<String> parts() {
        return List.of();
    }

    /**
     * Measures. What it prints on its way goes to standard output, for people.
     *
     * @param parts what to measure
     * @throws Exception when it could not be measured; then there is no figure
     */
    Figures run(Set<String> parts) throws Exception;
}
