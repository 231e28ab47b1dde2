package dev.terrace.core.desired;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sets and groups that the match of an ACL names ({@code ovn-sb(5)}, {@code Logical_Flow}, {@code match}). */
public final class MatchNames {

    private static final Pattern NAME = Pattern.compile("([$@])([a-zA-Z_.][a-zA-Z_.0-9]*)");

    private MatchNames() {}

    /** In their order, as often as they stand there. */
    public static Stream<RowKey> of(String match) {
        return NAME.matcher(match)
                .results()
                .map(name -> new RowKey(
                        name.group(1).equals("$") ? RowKey.Table.ADDRESS_SET : RowKey.Table.PORT_GROUP, name.group(2)));
    }
}
