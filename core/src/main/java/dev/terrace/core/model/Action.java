package dev.terrace.core.model;

/** What a rule does with a connection that it matches. */
public enum Action {
    /** Allows it and its replies; upstream's v1alpha1 kinds spell it {@code Allow}. */
    ACCEPT,
    /** Drops it silently. */
    DENY,
    /** Leaves the whole stage and asks the next one. */
    PASS
}
