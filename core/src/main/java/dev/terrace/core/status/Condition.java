package dev.terrace.core.status;

/**
 * A statement about a policy, as in {@code meta/v1 Condition}, without the time at which it became true.
 *
 * @param type what it is about
 * @param holds whether it is so
 * @param reason why, in one word of {@code policy-semantics.md}, "Status"
 * @param message why, for people
 */
public record Condition(Type type, boolean holds, String reason, String message) {

    /** The longest message that the API takes. */
    public static final int MAX_MESSAGE_LENGTH = 32_768;

    /** What a condition is about. */
    public enum Type {
        /** All of the policy was understood, and is done as written. */
        ACCEPTED("Accepted"),
        /** The policy, as it is now, is in OVN's Northbound database. */
        PROGRAMMED("Programmed"),
        /** It says something else than a policy of equal priority. There only while it is so. */
        PRIORITY_CONFLICT("PriorityConflict"),
        /** It names pods for which it does nothing. There only while it is so. */
        PODS_LEFT_OUT("PodsLeftOut");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** Shortens a message that is too long. */
    public Condition {
        message =
                message.length() <= MAX_MESSAGE_LENGTH ? message : message.substring(0, MAX_MESSAGE_LENGTH - 3) + "...";
    }
}
