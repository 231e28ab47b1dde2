package dev.terrace.ovn;

import dev.terrace.ovn.session.Session;

/** What happens to a {@link Link}. */
sealed interface LinkEvent {

    /** A session is open and its replica complete. */
    record Opened(Session session) implements LinkEvent {}

    /** The session is gone; nothing more comes from it. */
    record Lost(String reason) implements LinkEvent {}

    /** An attempt to open one failed; {@code line} says why, to a person. */
    record Failed(String line) implements LinkEvent {}
}
