package dev.terrace.ovn;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AclRow.Verb;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.MeterBandRow;
import dev.terrace.core.desired.MeterRow;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.model.LogSeverity;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Random images, one after the other, in which policies come, change and go. Each has a set by which a state of the
 * database tells which image it is.
 */
final class Turns {

    /** Ports that the images name; a test makes as many of them as it likes. */
    static final List<String> PORTS = List.of("shop_web", "shop_db");

    /** What the sets of policies are made of. */
    static final List<String> ADDRESSES = List.of("10.0.0.1/32", "10.0.0.2/32", "10.0.0.3/32", "10.1.0.0/16");

    /** Quotes, backslashes and the like in the name of each policy, so in almost every text. */
    private static final List<String> NAMES =
            List.of("plain", "quote\"", "back\\slash\\", "Zürich", "\uD83D\uDE00", "brace}]");

    private static final List<Verb> VERBS = List.of(Verb.ALLOW_RELATED, Verb.DROP, Verb.PASS);
    /** The set that tells which image it is, by an address. */
    static final String MARK = "turn";

    private final Random random;
    private final boolean wholePolicies;
    private final List<DesiredImage> images = new ArrayList<>(List.of(DesiredImage.EMPTY));
    private final List<List<Row>> policies = new ArrayList<>();

    Turns(Random random) {
        this(random, false);
    }

    private Turns(Random random, boolean wholePolicies) {
        this.random = random;
        this.wholePolicies = wholePolicies;
        NAMES.forEach(_ -> policies.add(List.of()));
    }

    /** Policies that come and go but never change, and none of which passes anything on. */
    static Turns ofWholePolicies(Random random) {
        return new Turns(random, true);
    }

    /** The next image: some policies are other ones than in the last, or gone. */
    synchronized DesiredImage next() {
        int turn = images.size();
        for (int i = 0; i < policies.size(); i++) {
            switch (random.nextInt(6)) {
                case 0 -> policies.set(i, List.of());
                case 1, 2 -> policies.set(i, policy(NAMES.get(i) + (wholePolicies ? turn : ""), turn));
                case 3 ->
                    policies.set(
                            i, policies.get(i).stream().map(this::otherMembers).toList());
                default -> {}
            }
        }
        List<Row> rows = policies.stream().flatMap(List::stream).collect(Collectors.toCollection(ArrayList::new));
        rows.add(Rows.set(MARK, "10.%d.%d.%d/32".formatted(turn >> 16, turn >> 8 & 255, turn & 255)));
        if (rows.stream().anyMatch(row -> row instanceof AclRow acl && acl.log() != null)) {
            rows.addAll(Rows.meter(20));
        }
        DesiredImage image = DesiredImage.of(rows);
        images.add(image);
        return image;
    }

    /** All images so far, by their numbers; the first is empty. */
    synchronized List<DesiredImage> images() {
        return List.copyOf(images);
    }

    synchronized DesiredImage newest() {
        return images.getLast();
    }

    /** The number of the image that a database holds by its mark. */
    static int number(Contents contents) {
        SortedMap<String, Object> mark = contents.rows().get("Address_Set " + MARK);
        if (mark == null || !(mark.get("addresses") instanceof Set<?> addresses) || addresses.isEmpty()) {
            return 0;
        }
        List<Integer> bytes = Stream.of(addresses.iterator().next().toString().split("\\."))
                .map(Integer::valueOf)
                .toList();
        return bytes.get(1) << 16 | bytes.get(2) << 8 | bytes.get(3);
    }

    private List<Row> policy(String name, int generation) {
        String group = "pg_" + name;
        String set = "as_" + name;
        List<Row> rows = new ArrayList<>();
        rows.add(new AddressSetRow(set, addresses(), ids(set, generation)));
        rows.add(new PortGroupRow(group, ports(), ids(group, generation)));
        IntStream.range(0, 1 + random.nextInt(3)).forEach(i -> {
            String id = name + "." + i;
            Direction direction = random.nextBoolean() ? Direction.INGRESS : Direction.EGRESS;
            boolean in = direction == Direction.INGRESS;
            String match = (in ? "outport" : "inport") + " == @" + group + " && "
                    + (random.nextInt(3) == 0 ? "ip4" : (in ? "ip4.src == $" : "ip4.dst == $") + set);
            Verb verb = VERBS.get(random.nextInt(wholePolicies ? 2 : VERBS.size()));
            // No two of one priority: which of them decides is for nobody to say.
            AclRow acl = new AclRow(
                    id, group, direction, random.nextInt(4), 1_000 - i, match, verb, id, ids(id, generation));
            rows.add(random.nextInt(8) == 0 ? Rows.logging(acl, LogSeverity.INFO) : acl);
        });
        return rows;
    }

    private Row otherMembers(Row row) {
        if (wholePolicies) {
            return row;
        }
        return switch (row) {
            case AddressSetRow set -> new AddressSetRow(set.name(), addresses(), set.externalIds());
            case PortGroupRow group -> new PortGroupRow(group.name(), ports(), group.externalIds());
            case AclRow _, MeterRow _, MeterBandRow _ -> row;
        };
    }

    private NavigableSet<IpPrefix> addresses() {
        return ADDRESSES.stream()
                .filter(_ -> random.nextBoolean())
                .map(IpPrefix::parse)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private NavigableSet<LogicalPort> ports() {
        return PORTS.stream()
                .filter(_ -> random.nextBoolean())
                .map(LogicalPort::new)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static SortedMap<String, String> ids(String id, int generation) {
        SortedMap<String, String> ids = Rows.ids(id);
        ids.put(ExternalIds.GENERATION, Integer.toString(generation));
        return ids;
    }
}
