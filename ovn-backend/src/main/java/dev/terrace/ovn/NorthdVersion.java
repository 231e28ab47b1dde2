package dev.terrace.ovn;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The release of OVN that a northd is of. */
public record NorthdVersion(int year, int month, int patch) implements Comparable<NorthdVersion> {

    /** {@code 26.03.1-21.5.0-83.14}: release, Southbound schema, and what changes between releases. */
    private static final Pattern INTERNAL = Pattern.compile("(\\d{2})\\.(\\d{2})\\.(\\d+)-.*");

    /** Where a series is developed, its patches have these numbers: what they hold is not known. */
    private static final int DEVELOPMENT = 90;

    /** The change is in its branch since July 2026, after 26.03.2, and before every later series. */
    private static final NorthdVersion STOPS_ESTABLISHED = new NorthdVersion(26, 3, 3);

    private static final Comparator<NorthdVersion> ORDER = Comparator.comparingInt(NorthdVersion::year)
            .thenComparingInt(NorthdVersion::month)
            .thenComparingInt(NorthdVersion::patch);

    /**
     * Reads {@code NB_Global.options:northd_internal_version}.
     *
     * @return null where that is no release
     */
    public static @Nullable NorthdVersion parse(String internal) {
        Matcher parts = INTERNAL.matcher(internal);
        return parts.matches() ? new NorthdVersion(number(parts, 1), number(parts, 2), number(parts, 3)) : null;
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }

    /**
     * Whether it stops an established connection for good when a tier above the first begins to deny it; earlier ones
     * let every second packet pass ({@code docs/facts.md}).
     */
    public boolean stopsEstablished() {
        return patch < DEVELOPMENT && compareTo(STOPS_ESTABLISHED) >= 0;
    }

    @Override
    public int compareTo(NorthdVersion other) {
        return ORDER.compare(this, other);
    }
}
