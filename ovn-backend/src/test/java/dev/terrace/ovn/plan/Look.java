package dev.terrace.ovn.plan;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.MeterBandRow;
import dev.terrace.core.desired.MeterRow;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import dev.terrace.ovn.Rows;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * How a version of Terrace writes what it means: priorities in the same order and as far from each other as it likes,
 * and names of its own for sets, groups and half of the ACLs.
 *
 * @param prefix of its own names
 */
record Look(String prefix, Random random) {

    private static final int SPREAD = 200;

    /** The rows of an image as this version writes them. */
    DesiredImage of(DesiredImage image) {
        List<Integer> priorities = image.rows().values().stream()
                .filter(AclRow.class::isInstance)
                .map(row -> order((AclRow) row))
                .distinct()
                .sorted()
                .toList();
        NavigableSet<Integer> chosen = new TreeSet<>();
        while (chosen.size() < priorities.size()) {
            chosen.add(random.nextInt(SPREAD));
        }
        List<Integer> places = List.copyOf(chosen);
        return DesiredImage.of(image.rows().values().stream()
                .map(row -> of(row, acl -> places.get(priorities.indexOf(order(acl)))))
                .toList());
    }

    private Row of(Row row, ToIntFunction<AclRow> priority) {
        String id = row instanceof AclRow && random.nextBoolean()
                ? row.key().id()
                : prefix + row.key().id();
        return switch (row) {
            case AddressSetRow set -> new AddressSetRow(id, set.addresses(), Rows.ids(id));
            case PortGroupRow group -> new PortGroupRow(id, group.ports(), Rows.ids(id));
            case MeterRow _ -> new MeterRow(id, Rows.ids(id));
            case MeterBandRow band -> new MeterBandRow(id, band.rate(), Rows.ids(id));
            case AclRow acl ->
                new AclRow(
                        id,
                        prefix + acl.portGroup(),
                        acl.direction(),
                        acl.tier(),
                        priority.applyAsInt(acl),
                        acl.match().replace("@", "@" + prefix).replace("$", "$" + prefix),
                        acl.action(),
                        acl.name(),
                        log(acl.log()),
                        Rows.ids(id));
        };
    }

    private AclRow.@Nullable Log log(AclRow.@Nullable Log log) {
        return log == null ? null : new AclRow.Log(log.severity(), prefix + log.meter());
    }

    /** Two ACLs of one priority that contradict each other mean nothing: the one that lets more through is above. */
    private static int order(AclRow acl) {
        return acl.priority() * AclRow.Verb.values().length + PlannerTest.openness(acl);
    }
}
