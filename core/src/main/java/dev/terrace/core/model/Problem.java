package dev.terrace.core.model;

/**
 * Something in a policy that Terrace does not do as written, and what it does instead.
 *
 * @param reason the reason of the condition {@code Accepted=False}
 * @param path where, as a path like {@code spec.ingress[0].from[1].pods}
 * @param message what is wrong there and what follows, in one sentence
 */
public record Problem(Reason reason, String path, String message) {

    /** The reasons of {@code Accepted=False}. */
    public enum Reason {
        /** A field that Terrace does not know: from a newer version of the API, or misspelt. */
        UNKNOWN_FIELD("UnknownField"),
        /** A field that Terrace knows and does not implement yet. */
        UNSUPPORTED("Unsupported"),
        /** A value or a combination that the API forbids. */
        INVALID("Invalid");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        /** As it stands in a condition: {@code UnknownField}. */
        public String word() {
            return word;
        }
    }

    @Override
    public String toString() {
        return path + ": " + message;
    }
}
