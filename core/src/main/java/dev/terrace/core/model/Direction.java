package dev.terrace.core.model;

/** The two sides of a connection that policies judge apart. */
public enum Direction {
    INGRESS("Ingress"),
    EGRESS("Egress");

    private final String word;

    Direction(String word) {
        this.word = word;
    }

    /** The spelling of {@code NetworkPolicy.spec.policyTypes}: {@code Ingress}. */
    public String word() {
        return word;
    }
}
