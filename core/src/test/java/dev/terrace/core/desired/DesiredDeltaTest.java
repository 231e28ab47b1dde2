package dev.terrace.core.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpPrefix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DesiredDeltaTest {

    @Property
    void makesOneImageTheOther(@ForAll("images") DesiredImage before, @ForAll("images") DesiredImage after) {
        assertThat(before.with(DesiredDelta.between(before, after))).isEqualTo(after);
        assertThat(DesiredDelta.between(after, after).isEmpty()).isTrue();
    }

    @Property
    void twoChangesAreOne(
            @ForAll("images") DesiredImage first,
            @ForAll("images") DesiredImage second,
            @ForAll("images") DesiredImage third) {
        DesiredDelta both = DesiredDelta.between(first, second).then(DesiredDelta.between(second, third));
        assertThat(first.with(both)).isEqualTo(third);
    }

    @Test
    void membersThatComeAndGoAgainAreNoChange() {
        DesiredImage before = DesiredImage.of(List.of(set("s", List.of("10.0.0.1")), group("g", List.of("a"))));
        DesiredImage after = DesiredImage.of(List.of(set("s", List.of("10.0.0.2")), group("g", List.of("b"))));
        assertThat(DesiredDelta.between(before, after).rows().values())
                .containsExactly(
                        new RowDelta.Addresses("s", Set.of(address("10.0.0.2")), Set.of(address("10.0.0.1"))),
                        new RowDelta.Ports("g", Set.of(new LogicalPort("b")), Set.of(new LogicalPort("a"))));
        assertThat(DesiredDelta.between(before, after).then(DesiredDelta.between(after, before)))
                .isEqualTo(DesiredDelta.EMPTY);
    }

    @Test
    void aRowThatIsNotThereHasNoMembers() {
        DesiredImage without = DesiredImage.of(List.of(group("g", List.of())));
        DesiredDelta members =
                new DesiredDelta(Collections.unmodifiableSortedMap(new TreeMap<>(Collections.singletonMap(
                        new RowKey(RowKey.Table.ADDRESS_SET, "s"),
                        new RowDelta.Addresses("s", Set.of(address("10.0.0.1")), Set.of())))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> without.with(members))
                .withMessage("no such set: s");
    }

    @Provide
    Arbitrary<DesiredImage> images() {
        Arbitrary<List<Row>> sets =
                rows("s", name -> subset("10.0.0.1", "10.0.0.2", "10.1.0.0/16").map(members -> set(name, members)));
        Arbitrary<List<Row>> groups = rows("g", name -> subset("a", "b", "c").map(members -> group(name, members)));
        Arbitrary<List<Row>> acls =
                rows("acl", name -> Arbitraries.integers().between(1, 2).map(priority -> acl(name, priority)));
        return Combinators.combine(sets, groups, acls).as((first, second, third) -> {
            List<Row> all = new ArrayList<>(first);
            all.addAll(second);
            all.addAll(third);
            return DesiredImage.of(all);
        });
    }

    private static Arbitrary<List<Row>> rows(String prefix, Function<String, Arbitrary<Row>> row) {
        return Combinators.combine(
                        row.apply(prefix + 1).optional(0.7),
                        row.apply(prefix + 2).optional(0.7))
                .as((one, other) -> {
                    List<Row> rows = new ArrayList<>();
                    one.ifPresent(rows::add);
                    other.ifPresent(rows::add);
                    return rows;
                });
    }

    private static Arbitrary<List<String>> subset(String... values) {
        return Arbitraries.subsetOf(values).map(List::copyOf);
    }

    private static Row set(String name, List<String> addresses) {
        TreeSet<IpPrefix> members = new TreeSet<>();
        addresses.forEach(text -> members.add(address(text)));
        return new AddressSetRow(name, members, ids(name));
    }

    private static IpPrefix address(String text) {
        return IpPrefix.parse(text.contains("/") ? text : text + "/32");
    }

    private static Row group(String name, List<String> ports) {
        TreeSet<LogicalPort> members = new TreeSet<>();
        ports.forEach(port -> members.add(new LogicalPort(port)));
        return new PortGroupRow(name, members, ids(name));
    }

    private static Row acl(String id, int priority) {
        return new AclRow(id, "g1", Direction.INGRESS, 1, priority, "ip", AclRow.Verb.DROP, id, ids(id));
    }

    private static SortedMap<String, String> ids(String id) {
        return new TreeMap<>(Collections.singletonMap(ExternalIds.ID, id));
    }
}
