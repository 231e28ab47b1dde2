package dev.terrace.ovn.plan;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.Row;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.LogSeverity;
import dev.terrace.ovn.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Random images in which every ACL finds the group and the sets that it names. Small, so that two have much in common.
 */
final class Images {

    static final List<String> PORTS = List.of("p0", "p1", "p2", "p3", "p4", "p5");

    static final List<String> ADDRESSES = List.of("10.0.0.0/32", "10.0.0.1/32", "10.0.0.2/32", "10.0.0.3/32");

    private static final List<AclRow.Verb> VERBS = List.of(AclRow.Verb.values());

    private Images() {}

    static Arbitrary<DesiredImage> any() {
        Arbitrary<List<Row>> sets = some("as_", 5)
                .flatMap(names -> combined(
                        names,
                        name -> subset("10.0.0.", 6, "/32")
                                .map(addresses -> Rows.set(name, addresses.toArray(String[]::new)))));
        Arbitrary<List<Row>> groups = some("pg_", 4)
                .flatMap(names -> combined(
                        names,
                        name -> subset("p", 6, "").map(ports -> Rows.group(name, ports.toArray(String[]::new)))));
        return Combinators.combine(sets, groups)
                .as(Frame::new)
                .flatMap(frame -> acls(frame).map(acls -> {
                    List<Row> rows = new ArrayList<>(frame.sets());
                    rows.addAll(frame.groups());
                    rows.addAll(acls);
                    if (acls.stream().anyMatch(row -> row instanceof AclRow acl && acl.log() != null)) {
                        rows.addAll(Rows.meter(20 + acls.size()));
                    }
                    return DesiredImage.of(rows);
                }));
    }

    /** Images of two tiers of one direction, in which most ACLs have others above and below that judge the same. */
    static Arbitrary<DesiredImage> crowded() {
        return Arbitraries.randomValue(random -> {
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                rows.add(Rows.set("as_" + i, most(ADDRESSES, random)));
                rows.add(Rows.group("pg_" + i, most(PORTS, random)));
            }
            for (int i = 0; i < 16; i++) {
                String group = "pg_" + random.nextInt(4);
                rows.add(Rows.acl(
                        "acl_" + i,
                        group,
                        random.nextInt(2),
                        random.nextInt(10),
                        "outport == @" + group + " && ip4.src == $as_" + random.nextInt(4),
                        VERBS.get(random.nextInt(VERBS.size()))));
            }
            return DesiredImage.of(rows);
        });
    }

    /** Always the first, so that none is empty: OVN installs no ACL of an empty group. */
    private static String[] most(List<String> members, Random random) {
        return members.stream()
                .filter(member -> member.equals(members.getFirst()) || random.nextInt(3) > 0)
                .toArray(String[]::new);
    }

    /** What ACLs lean on. */
    private record Frame(List<Row> sets, List<Row> groups) {}

    private static Arbitrary<List<Row>> acls(Frame frame) {
        if (frame.groups().isEmpty()) {
            return Arbitraries.just(List.of());
        }
        return some("acl_", 8).flatMap(names -> combined(names, name -> acl(name, frame)));
    }

    private static Arbitrary<Row> acl(String name, Frame frame) {
        Arbitrary<String> terms = frame.sets().isEmpty()
                ? Arbitraries.just("ip4")
                : Arbitraries.of(frame.sets())
                        .map(set -> "ip4.src == $" + set.key().id());
        return Combinators.combine(
                        Arbitraries.of(frame.groups()),
                        terms,
                        Arbitraries.of(Direction.values()),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.of(AclRow.Verb.values()),
                        Arbitraries.of("", name, "other name"),
                        Arbitraries.of("1", "2", "1 logged"))
                .as((group, term, direction, tier, priority, action, title, generation) -> {
                    String on = group.key().id();
                    SortedMap<String, String> ids = Rows.ids(name);
                    ids.put("generation", generation);
                    String end = direction == Direction.INGRESS ? "outport" : "inport";
                    String match = end + " == @" + on + " && " + term;
                    AclRow acl = new AclRow(name, on, direction, tier, priority, match, action, title, ids);
                    return generation.endsWith("logged") ? Rows.logging(acl, LogSeverity.INFO) : acl;
                });
    }

    private static Arbitrary<Set<String>> some(String prefix, int count) {
        return subset(prefix, count, "");
    }

    private static Arbitrary<Set<String>> subset(String prefix, int count, String suffix) {
        return Arbitraries.integers()
                .between(0, count - 1)
                .map(i -> prefix + i + suffix)
                .set()
                .ofMaxSize(count);
    }

    private static Arbitrary<List<Row>> combined(Set<String> names, Function<String, Arbitrary<? extends Row>> row) {
        return Combinators.combine(names.stream()
                        .sorted()
                        .map(name -> row.apply(name).map(Row.class::cast))
                        .toList())
                .as(rows -> List.copyOf(rows));
    }
}
