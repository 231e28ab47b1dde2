package dev.terrace.core.lint;

/** How bad a finding is, the worst first. */
public enum Severity {
    /** The policy does not do what it says. */
    ERROR,
    /** It does what it says, which is seldom what its author wants. */
    WARNING,
    /** Worth knowing. */
    NOTE
}
