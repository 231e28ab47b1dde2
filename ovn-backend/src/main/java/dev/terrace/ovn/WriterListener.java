package dev.terrace.ovn;

import java.time.Duration;

/** Hears what the writer does. Called on the writer's thread, so it must return at once. */
public interface WriterListener {

    /** For those who do not want to know. */
    WriterListener NONE = new WriterListener() {};

    /** The writer entered another phase. */
    default void phaseChanged(WriterState state) {}

    /** The database was brought to the newest image, as far as it goes, or it has become unknown whether it was. */
    default void settled(Outcome outcome) {}

    /** What was committed is in the datapath of every hypervisor, that long after the commit. */
    default void reachedDatapath(Duration delay) {}
}
