package dev.terrace.core.status;

import java.util.List;

/** Why rows of a policy are not in a database. */
public sealed interface Failure {

    /** No priority is left for the policy in its tier, so it has no rows. */
    record Exhausted() implements Failure {}

    /**
     * The database does not take some of them.
     *
     * @param reasons why not, in the server's words; not empty
     */
    record Rejected(List<String> reasons) implements Failure {
        public Rejected {
            reasons = List.copyOf(reasons);
        }
    }
}
