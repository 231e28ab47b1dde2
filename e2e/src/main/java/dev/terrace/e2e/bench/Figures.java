package dev.terrace.e2e.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a benchmark found, figure by figure, in the order in which it is printed. */
public final class Figures {

    /**
     * One figure.
     *
     * @param what was measured
     * @param value with its unit
     * @param bar what it should be, or empty where nothing is asked
     * @param holds whether it is so; true where nothing is asked
     */
    public record Figure(String what, String value, String bar, boolean holds) {}

    private final List<Figure> figures = new ArrayList<>();

    /** A figure that is only told. */
    public Figures told(String what, String value) {
        figures.add(new Figure(what, value, "", true));
        return this;
    }

    /** A figure that should not be larger than the bar. */
    public Figures atMost(String what, double value, double bar, String unit) {
        figures.add(new Figure(what, number(value) + unit, "at most " + number(bar) + unit, value <= bar));
        return this;
    }

    /** A figure that should not be smaller than the bar. */
    public Figures atLeast(String what, double value, double bar, String unit) {
        figures.add(new Figure(what, number(value) + unit, "at least " + number(bar) + unit, value >= bar));
        return this;
    }

    /** A figure that is no number by which to judge. */
    public Figures judged(String what, String value, String bar, boolean holds) {
        figures.add(new Figure(what, value, bar, holds));
        return this;
    }

    List<Figure> all() {
        return List.copyOf(figures);
    }

    boolean hold() {
        return figures.stream().allMatch(Figure::holds);
    }

    /** With as many digits as a reader needs: three that mean something. */
    private static String number(double value) {
        double size = Math.abs(value);
        int decimals = size == Math.rint(size) || size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
