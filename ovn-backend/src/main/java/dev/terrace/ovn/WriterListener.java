package dev.terrace.ovn;

import java.time.Duration;

/** Hears what the writer does. Called on the writer's thread, so it must return at once. */
public interface WriterListener {

    /** For those who do not want to know. */
    WriterListener NONE = new WriterListener() {};

    /** Both hear everything, this one first. */
    default WriterListener and(WriterListener other) {
        WriterListener self = this;
        return new WriterListener() {
            @Override
            public void phaseChanged(WriterState state) {
                self.phaseChanged(state);
                other.phaseChanged(state);
            }

            @Override
            public void settled(Outcome outcome) {
                self.settled(outcome);
                other.settled(outcome);
            }

            @Override
            public void askedDatapath() {
                self.askedDatapath();
                other.askedDatapath();
            }

            @Override
            public void reachedDatapath(Duration delay) {
                self.reachedDatapath(delay);
                other.reachedDatapath(delay);
            }
        };
    }

    /** The writer entered another phase. */
    default void phaseChanged(WriterState state) {}

    /** The database was brought to the newest image, as far as it goes, or it has become unknown whether it was. */
    default void settled(Outcome outcome) {}

    /** From now on it is asked whether what was committed so far is in the datapath of every hypervisor. */
    default void askedDatapath() {}

    /** What was committed before it was asked is in the datapath of every hypervisor, that long after the commit. */
    default void reachedDatapath(Duration delay) {}
}
