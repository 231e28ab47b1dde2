package dev.terrace.core.desired;

/**
 * Which of the rows are written that decide nothing, and without which OVN may get two things wrong on a switch
 * ({@code docs/facts.md}): to track connections from the start, and to stop an established one for good when a later
 * tier begins to deny it.
 */
public enum Anchor {
    /** All of them. */
    WHOLE,
    /** Only the one for tracking: OVN stops established connections by itself. */
    TRACKING,
    /** None: rows of somebody else make every switch track connections as well. */
    NONE
}
