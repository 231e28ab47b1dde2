package dev.terrace.core.row;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Stage;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows that let nothing to or from a new pod until the datapath has its port in its groups. A group can only have
 * ports that are in the database; a match may name any ({@code docs/design/ovn-programming.md}, "New pods").
 *
 * @param owner the instance that owns the rows
 * @param layout where the stages live in OVN
 * @param gates ports that are on their switches before any pod is: a row is in force on the switches of the ports in
 *     its group
 */
public record HoldRows(String owner, TierLayout layout, Set<LogicalPort> gates) {

    /** So many ports are named at most: with the longest names both rows still fit into one transaction. */
    public static final int MOST = 1_000;

    private static final String HOLD = "hold";
    private static final String NAME = "Platform:" + HOLD;
    private static final String SELECTS = "pods that a row may stop";

    /** What names of pods are made of; no character of it has a meaning in a match. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]+");

    private static final Pattern QUOTED = Pattern.compile("\"(" + PLAIN + ")\"");

    public HoldRows {
        gates = Set.copyOf(gates);
    }

    /** Whether a row is one of those that stop. */
    public static boolean isAcl(RowKey key) {
        return key.table() == RowKey.Table.ACL && key.id().startsWith(NAME + ":");
    }

    /** Whether a port can be named: its name is one that a pod's can have. */
    public static boolean canName(LogicalPort port) {
        return PLAIN.matcher(port.name()).matches();
    }

    /** The ports that a match of a row that stops names. */
    public static Stream<LogicalPort> named(String match) {
        return QUOTED.matcher(match).results().map(name -> new LogicalPort(name.group(1)));
    }

    /** All rows that an owner may have of this kind. */
    public static Set<RowKey> keys(String owner) {
        return Stream.concat(
                        Stream.of(new RowKey(RowKey.Table.PORT_GROUP, groupName(owner))),
                        Arrays.stream(Direction.values()).map(each -> new RowKey(RowKey.Table.ACL, id(each))))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String groupName(String owner) {
        return new RowNames(owner).portGroup(SELECTS);
    }

    private static String id(Direction direction) {
        return NAME + ":" + direction.word();
    }

    /** The group that carries them. */
    public RowKey group() {
        return new RowKey(RowKey.Table.PORT_GROUP, groupName(owner));
    }

    /** The same as a row: with the gates and these ports. */
    public PortGroupRow group(Collection<LogicalPort> ports) {
        TreeSet<LogicalPort> all = new TreeSet<>(gates);
        all.addAll(ports);
        return new PortGroupRow(group().id(), all, new RowNames(owner).externalIds(group().id(), SELECTS));
    }

    /**
     * A row for each direction. They have the place of the Platform: no other row there is about a port that the
     * database does not have, as those name groups.
     *
     * @param stopped ports that can be named, at most {@link #MOST}
     */
    public List<AclRow> acls(Collection<LogicalPort> stopped) {
        String names = stopped.stream()
                .sorted()
                .map(port -> '"' + port.name() + '"')
                .collect(Collectors.joining(", ", "{", "}"));
        return Arrays.stream(Direction.values())
                .map(direction -> acl(direction, stopped.isEmpty() ? "0" : end(direction) + " == " + names + " && ip"))
                .toList();
    }

    private static String end(Direction direction) {
        return switch (direction) {
            case INGRESS -> "outport";
            case EGRESS -> "inport";
        };
    }

    private AclRow acl(Direction direction, String match) {
        String id = id(direction);
        SortedMap<String, String> ids = AclRows.builtInIds(Stage.PLATFORM, HOLD, direction);
        ids.putAll(new RowNames(owner).externalIds(id));
        return new AclRow(
                id,
                group().id(),
                direction,
                layout.band(Stage.PLATFORM).tier(),
                layout.band(Stage.PLATFORM).highest(),
                match,
                AclRow.Verb.DROP,
                NAME,
                ids);
    }
}
