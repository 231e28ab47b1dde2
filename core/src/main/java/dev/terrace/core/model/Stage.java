package dev.terrace.core.model;

/** The stages of an evaluation, in their order ({@code docs/design/policy-semantics.md}, "Evaluation"). */
public enum Stage {
    PLATFORM("Platform"),
    ADMIN("Admin"),
    DEVELOPER("Developer"),
    NETWORK_POLICY("NetworkPolicy"),
    BASELINE("Baseline");

    private final String word;

    Stage(String word) {
        this.word = word;
    }

    /** The name that people see: {@code NetworkPolicy}. */
    public String word() {
        return word;
    }
}
