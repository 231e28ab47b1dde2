package dev.terrace.core.graph;

/** Something that has ACLs. */
interface Expanded {

    /** Their place may be another. */
    void touch();

    /** Takes them away. */
    void close();
}
