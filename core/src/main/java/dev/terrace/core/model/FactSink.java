package dev.terrace.core.model;

import java.util.Set;

/**
 * Where a source of facts delivers. Every call returns quickly and may come from any thread; a fact replaces the older
 * one of its key, and removing what is not there is no error.
 */
public interface FactSink {

    void upsert(Fact fact);

    void remove(FactKey key);

    /**
     * Everything that existed when the source started has been delivered, but for policies of the kinds that it may not
     * read. Before that, nothing may be deleted on the strength of its absence, and nothing of those kinds after it.
     * Said again when it is of other kinds.
     *
     * @param unread kinds of which nothing was ever delivered; of kinds that were, what is known stands
     */
    void synced(Set<PolicyKind> unread);
}
