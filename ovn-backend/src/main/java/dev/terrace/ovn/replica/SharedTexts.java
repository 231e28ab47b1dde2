package dev.terrace.ovn.replica;

import org.jspecify.annotations.Nullable;

/**
 * Makes one text of equal ones, as far as it remembers them: the keys of external ids, the names of namespaces and the
 * like are the same in thousands of rows. Of two texts that share a place the later one is remembered, so it never
 * grows.
 */
final class SharedTexts {

    private static final int PLACES = 1 << 13;

    /** Longer ones are hardly ever equal to another. */
    private static final int LONGEST = 48;

    private final @Nullable String[] places = new @Nullable String[PLACES];

    String share(String text) {
        if (text.length() > LONGEST) {
            return text;
        }
        int hash = text.hashCode();
        int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
        String known = places[place];
        if (known != null && known.equals(text)) {
            return known;
        }
        places[place] = text;
        return text;
    }
}
