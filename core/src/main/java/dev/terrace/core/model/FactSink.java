package dev.terrace.core.model;

/**
 * Where a source of facts delivers. Every call returns quickly and may come from any thread; a fact replaces the older
 * one of its key, and removing what is not there is no error.
 */
public interface FactSink {

    void upsert(Fact fact);

    void remove(FactKey key);

    /**
     * Everything that existed when the source started has been delivered. Until every source has said so, nothing may
     * be deleted on the strength of its absence.
     */
    void synced();
}
