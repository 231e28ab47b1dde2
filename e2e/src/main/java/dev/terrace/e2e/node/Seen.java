package dev.terrace.e2e.node;

/**
 * What became of a probe.
 *
 * @param outcome the outcome
 * @param detail how long it took, or what went wrong
 */
public record Seen(Outcome outcome, String detail) {

    /** What can become of a probe; a policy is only ever the reason of the first two. */
    public enum Outcome {
        /** The answer came back. */
        ALLOW,
        /** Nothing came back in time. */
        DROP,
        /** Somebody said no: nobody listens there, or a rule rejects. */
        REFUSED,
        /** The probe itself could not be made. */
        ERROR
    }

    /** Whether it is what a policy that allows, or one that does not, leads to. */
    public boolean is(boolean allowed) {
        return outcome == (allowed ? Outcome.ALLOW : Outcome.DROP);
    }

    @Override
    public String toString() {
        return outcome + " (" + detail + ")";
    }
}
