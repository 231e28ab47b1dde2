package dev.terrace.ovn.session;

/** What became of the attempt to open a session. */
public sealed interface Opening {

    /** The server is a Northbound database that we can use, and its replica is complete. */
    record Opened(Session session) implements Opening {}

    /** It cannot be used; {@code line} says why, to a person. */
    record Failed(String line) implements Opening {}
}
