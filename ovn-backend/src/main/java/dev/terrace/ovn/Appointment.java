package dev.terrace.ovn;

import java.time.Duration;

/**
 * Something that is done once in a while, however often it is asked for until then. Belongs to the thread of a loop.
 */
final class Appointment {

    private final Loop loop;
    private final Runnable task;
    private boolean made;

    Appointment(Loop loop, Runnable task) {
        this.loop = loop;
        this.task = task;
    }

    /** Whether it is going to be done. */
    boolean isMade() {
        return made;
    }

    /** It shall be done after that time, if nobody has said before when. */
    void make(Duration delay) {
        if (!made) {
            made = true;
            loop.schedule(
                    () -> {
                        made = false;
                        task.run();
                    },
                    delay.toMillis());
        }
    }
}
