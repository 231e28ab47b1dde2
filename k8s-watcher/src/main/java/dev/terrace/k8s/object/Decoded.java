package dev.terrace.k8s.object;

import dev.terrace.core.model.Fact;
import java.util.List;

/** What became of an object. */
public sealed interface Decoded {

    /**
     * It says something about the cluster.
     *
     * @param doubts what of it is malformed and was done without, each in one line that names the object
     */
    record Known(Fact fact, List<String> doubts) implements Decoded {
        public Known {
            doubts = List.copyOf(doubts);
        }
    }

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
