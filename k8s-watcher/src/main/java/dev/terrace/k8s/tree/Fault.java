package dev.terrace.k8s.tree;

import dev.terrace.core.model.Problem;

/**
 * Something in a tree that was not understood. What follows from it is for the reader to say.
 *
 * @param reason the kind of misunderstanding
 * @param path where, as a path like {@code spec.ingress[0].from[1].pods}
 * @param what what is wrong there
 */
public record Fault(Problem.Reason reason, String path, String what) {

    /** This fault as the status of a policy reports it: what is wrong and what follows. */
    public Problem followedBy(String consequence) {
        return new Problem(reason, path, what + "; " + consequence);
    }

    @Override
    public String toString() {
        return path.isEmpty() ? what : path + ": " + what;
    }
}
