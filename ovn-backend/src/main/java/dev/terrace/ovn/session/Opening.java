package dev.terrace.ovn.session;

/** What became of the attempt to open a session. */
public sealed interface Opening {

    /** The server is a Northbound database that we can use, and its replica is complete. */
    record Opened(Session session) implements Opening {}

    /** It cannot be used; {@code line} says why, to a person. */
    record Failed(String line) implements Opening {}

    /** It is well, but not the one to talk to at present: not the leader of its cluster, or behind what was seen. */
    record Unsuitable(String line) implements Opening {}

    /** It belongs to another cluster than the servers before, the one with this id. */
    record OtherCluster(String line, String cluster) implements Opening {}
}
