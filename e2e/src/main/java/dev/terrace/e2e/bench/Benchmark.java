package dev.terrace.e2e.bench;

/** Measures one thing and compares it with something else that is measured in the same run. */
public interface Benchmark {

    /** What it is called on the command line, one word. */
    String name();

    /** What it measures, in a line. */
    String about();

    /**
     * Measures. What it prints on its way goes to standard output, for people.
     *
     * @throws Exception when it could not be measured; then there is no figure
     */
    Figures run() throws Exception;
}
