package dev.terrace.core.acl;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The match of an ACL, read against the address sets and port groups that there are.
 *
 * @param expression what it says, with {@code missing} names taken as empty
 * @param missing the {@code $sets} and {@code @groups} that it names and that do not exist. OVN installs no flow then,
 *     not even for a part of the match that does without them
 */
record Match(Expression expression, SortedSet<String> missing) {

    Match {
        missing = Collections.unmodifiableSortedSet(new TreeSet<>(missing));
    }

    /**
     * Reads a match.
     *
     * @throws IllegalArgumentException where OVN would report an error, or where it would not but the text asks for
     *     something that a {@link Packet} cannot answer; tells the position and what was expected
     */
    static Match parse(String text, NamedSets sets) {
        return new ExpressionParser(text, sets).parse();
    }

    /** Whether OVN would make flows of it. */
    boolean isInstalled() {
        return missing.isEmpty();
    }

    boolean matches(Packet packet) {
        return isInstalled() && expression.matches(packet);
    }
}
