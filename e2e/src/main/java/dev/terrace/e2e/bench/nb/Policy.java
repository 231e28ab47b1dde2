package dev.terrace.e2e.bench.nb;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The rows of one NetworkPolicy, as the translator would write them. */
record Policy(PortGroupRow group, List<AclRow> acls, AddressSetRow set) {

    static final String OWNER = "bench";

    /** How many logical switch ports there are for the groups. */
    static final int PORTS = 1_000;

    private static final int PORTS_OF_A_GROUP = 3;

    Policy {
        acls = List.copyOf(acls);
    }

    /**
     * Policies that differ in all their names.
     *
     * @param acls of each, the first of them its default deny
     * @param addresses of each one's set
     */
    static List<Policy> many(int count, int acls, int addresses) {
        return IntStream.range(0, count)
                .mapToObj(number -> of(number, acls, addresses))
                .toList();
    }

    static DesiredImage image(List<Policy> policies) {
        return DesiredImage.of(policies.stream().flatMap(Policy::rows).toList());
    }

    static LogicalPort port(int number) {
        return new LogicalPort("team-%d_web-%d".formatted(number % 50, number));
    }

    Stream<Row> rows() {
        return Stream.concat(Stream.of(group, set), acls.stream());
    }

    private static Policy of(int number, int rules, int addresses) {
        // As long as the names that the translator makes of hashes.
        String group = "terrace_pg_%020x".formatted(number * 0x9E3779B97F4A7C15L);
        String set = "terrace_as_%020x_ip4".formatted(number * 0xC2B2AE3D27D4EB4FL);
        String name = "allow-web-to-db-" + number;
        String namespace = "team-" + number % 50;
        List<AclRow> acls = new ArrayList<>();
        for (int rule = 0; rule < rules; rule++) {
            String place = rule == 0 ? "isolation" : Integer.toString(rule - 1);
            String what = rule == 0 ? "ip" : "ip4.src == $" + set + " && tcp.dst == " + (5431 + rule);
            String handle = "NP:" + namespace + ":" + name + ":Ingress:" + place;
            String id = handle + (rule == 0 ? ":ip:any" : ":ip4:" + (5431 + rule) + "/tcp");
            SortedMap<String, String> ids = ids(id);
            ids.put(ExternalIds.DIRECTION, "Ingress");
            ids.put(ExternalIds.GENERATION, "1");
            ids.put(ExternalIds.KIND, "NetworkPolicy");
            ids.put(ExternalIds.NAMESPACE, namespace);
            ids.put(ExternalIds.POLICY, name);
            ids.put(ExternalIds.RULE, place);
            ids.put(ExternalIds.STAGE, "NetworkPolicy");
            acls.add(new AclRow(
                    id,
                    group,
                    Direction.INGRESS,
                    2,
                    rule == 0 ? 1000 : 1001,
                    "outport == @" + group + " && " + what,
                    rule == 0 ? AclRow.Verb.DROP : AclRow.Verb.ALLOW_RELATED,
                    handle,
                    ids));
        }
        TreeSet<LogicalPort> ports = new TreeSet<>();
        IntStream.range(0, PORTS_OF_A_GROUP).forEach(i -> ports.add(port((number * PORTS_OF_A_GROUP + i) % PORTS)));
        TreeSet<IpPrefix> members = new TreeSet<>();
        IntStream.range(0, addresses).forEach(i -> members.add(address(number * addresses + i)));
        SortedMap<String, String> groupIds = ids(group);
        groupIds.put(ExternalIds.SELECTS, "pods app=db-" + number + " in " + namespace);
        SortedMap<String, String> setIds = ids(set);
        setIds.put(ExternalIds.SELECTS, "pods app=web-" + number + " in " + namespace);
        return new Policy(new PortGroupRow(group, ports, groupIds), acls, new AddressSetRow(set, members, setIds));
    }

    private static IpPrefix address(int number) {
        return IpPrefix.parse("10.%d.%d.%d/32".formatted(number >> 16 & 0xFF, number >> 8 & 0xFF, number & 0xFF));
    }

    private static SortedMap<String, String> ids(String id) {
        SortedMap<String, String> ids = new TreeMap<>();
        ids.put(ExternalIds.OWNER, OWNER);
        ids.put(ExternalIds.ID, id);
        return ids;
    }
}
