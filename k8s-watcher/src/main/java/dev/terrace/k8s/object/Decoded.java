package dev.terrace.k8s.object;

import dev.terrace.core.model.Fact;

/** What became of an object. */
public sealed interface Decoded {

    /** It says something about the cluster. */
    record Known(Fact fact) implements Decoded {}

    /** It is of no interest: another kind, or an EndpointSlice that belongs to no Service. */
    record Ignored() implements Decoded {}

    /**
     * It is of interest and cannot be used.
     *
     * @param object the object for people, like {@code Pod default/web}
     * @param what the path and what is wrong there
     */
    record Malformed(String object, String what) implements Decoded {

        /** Both in one line. */
        public String message() {
            return object + ": " + what;
        }
    }
}
