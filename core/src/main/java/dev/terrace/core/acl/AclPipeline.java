package dev.terrace.core.acl;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.Row;
import dev.terrace.core.model.Direction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The ACL stages of a logical switch to which all ports of an image belong, for the first packet of a connection.
 *
 * <p>An ACL of a port group judges every packet of each switch that has a port of the group, and not only those of the
 * group's ports ({@code ovn-nb(5)}, Port_Group, acls): what restricts it is its match. So a match without
 * {@code inport} or {@code outport} is asked about everybody's packets here, too.
 */
public final class AclPipeline {

    /** {@code ovn-nb(5)}, ACL, tier: "the maximum tier value for ACLs is 3". */
    private static final int TIERS = 4;

    private static final int HIGHEST_PRIORITY = 32767;

    /**
     * {@code ovn-nb(5)}, ACL, priority: higher first. The id only makes the choice among equal actions a stable one.
     */
    private static final Comparator<Acl> ORDER =
            Comparator.<Acl>comparingInt(acl -> -acl.row.priority()).thenComparing(acl -> acl.row.id());

    private final Map<Direction, List<List<Acl>>> tiers = new EnumMap<>(Direction.class);
    private final SortedMap<String, SortedSet<String>> notInstalled = new TreeMap<>();

    private record Acl(AclRow row, Expression expression) {}

    /**
     * Reads all ACLs of an image.
     *
     * @throws IllegalArgumentException when a match is not of OVN's language, or asks for what a {@link Packet} does
     *     not tell, or when a tier or priority is out of range; names the ACL
     */
    public AclPipeline(DesiredImage image) {
        for (Direction direction : Direction.values()) {
            List<List<Acl>> ofDirection = new ArrayList<>();
            for (int tier = 0; tier < TIERS; tier++) {
                ofDirection.add(new ArrayList<>());
            }
            tiers.put(direction, ofDirection);
        }
        NamedSets sets = NamedSets.of(image);
        for (Row row : image.rows().values()) {
            if (row instanceof AclRow acl) {
                add(acl, sets);
            }
        }
        tiers.values().forEach(ofDirection -> ofDirection.forEach(acls -> acls.sort(ORDER)));
    }

    private void add(AclRow row, NamedSets sets) {
        if (row.tier() < 0 || row.tier() >= TIERS || row.priority() < 0 || row.priority() > HIGHEST_PRIORITY) {
            throw new IllegalArgumentException(
                    "ACL " + row.id() + ": no such place: tier " + row.tier() + ", priority " + row.priority());
        }
        Match match;
        try {
            match = Match.parse(row.match(), sets);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("ACL " + row.id() + ": " + e.getMessage(), e);
        }
        SortedSet<String> missing = new TreeSet<>(match.missing());
        if (!sets.portGroups().containsKey(row.portGroup())) {
            missing.add("@" + row.portGroup());
        }
        if (missing.isEmpty()) {
            ofDirection(row.direction()).get(row.tier()).add(new Acl(row, match.expression()));
        } else {
            notInstalled.put(row.id(), Collections.unmodifiableSortedSet(missing));
        }
    }

    /**
     * The ACLs that OVN makes no flows of, by id, with the {@code $sets} and {@code @groups} that they lack: those that
     * their match names, and the group that they hang on. A group without ports is no better than none: OVN copies a
     * group to a switch only where it has a port. A deny among them fails open.
     */
    public SortedMap<String, SortedSet<String>> notInstalled() {
        return Collections.unmodifiableSortedMap(notInstalled);
    }

    /**
     * What OVN does with a packet ({@code ovn-nb(5)}, ACL, action and tier): tier after tier, in each the highest
     * priority that matches. {@code pass} and silence go on to the next tier.
     *
     * @param direction ingress asks the ACLs {@code to-lport}, egress those {@code from-lport}, which do not see the
     *     packet's {@code outport}: it is looked up after them ({@code ovn-nb(5)}, ACL, match)
     * @throws AmbiguousAclsException when OVN leaves it open
     */
    public Decision decide(Direction direction, Packet packet) {
        Packet seen = switch (direction) {
            case INGRESS -> packet;
            case EGRESS -> packet.withoutOutport();
        };
        List<AclRow> passed = new ArrayList<>();
        for (List<Acl> tier : ofDirection(direction)) {
            @Nullable AclRow row = first(tier, seen);
            if (row == null) {
                continue;
            }
            switch (row.action()) {
                case ALLOW_RELATED -> {
                    return new Decision.Allowed(row, passed);
                }
                case DROP -> {
                    return new Decision.Dropped(row, passed);
                }
                case PASS -> passed.add(row);
            }
        }
        return new Decision.NoVerdict(passed);
    }

    /** The ACL of the highest priority that matches; null when none does. */
    private static @Nullable AclRow first(List<Acl> tier, Packet packet) {
        @Nullable AclRow first = null;
        for (Acl acl : tier) {
            AclRow row = acl.row;
            if (first != null && row.priority() < first.priority()) {
                break;
            }
            boolean settled = first != null && row.action() == first.action();
            if (settled || !acl.expression.matches(packet)) {
                continue;
            }
            if (first != null) {
                throw new AmbiguousAclsException(first, row, packet);
            }
            first = row;
        }
        return first;
    }

    private List<List<Acl>> ofDirection(Direction direction) {
        return Objects.requireNonNull(tiers.get(direction));
    }
}
