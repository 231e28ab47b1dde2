package dev.terrace.core.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How grave it is that an ACL has decided, in the words of {@code ovn-nb(5)}, {@code ACL}, {@code severity}. */
public enum LogSeverity {
    ALERT,
    WARNING,
    NOTICE,
    INFO,
    DEBUG;

    /** As it stands in the annotation and in the column: {@code alert}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The severity of a word; null where there is none. */
    public static @Nullable LogSeverity of(String word) {
        for (LogSeverity severity : values()) {
            if (severity.word().equals(word)) {
                return severity;
            }
        }
        return null;
    }
}
