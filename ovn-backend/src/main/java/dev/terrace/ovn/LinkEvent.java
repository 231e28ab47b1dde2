package dev.terrace.ovn;

import dev.terrace.ovn.session.Session;

/** What happens to a {@link Link}. */
sealed interface LinkEvent {

    /** A session is open and its replica complete. */
    record Opened(Session session) implements LinkEvent {}

    /** The session is gone; nothing more comes from it. */
    record Lost(String reason) implements LinkEvent {}

    /**
     * All endpoints were tried and none was good.
     *
     * @param line why, to a person
     * @param answered whether one of them was well, though not the one to talk to at present
     */
    record Failed(String line, boolean answered) implements LinkEvent {}
}
