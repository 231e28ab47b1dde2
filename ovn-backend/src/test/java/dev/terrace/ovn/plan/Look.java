package dev.terrace.ovn.plan;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import dev.terrace.ovn.Rows;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How a version of Terrace writes what it means: priorities in the same order and as far from each other as it likes,
 * and maybe names of its own for everything.
 *
 * @param prefix of names and ids; versions with the same prefix change rows in place
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
                .<Row>map(row -> switch (row) {
                    case AddressSetRow set -> new AddressSetRow(prefix + set.name(), set.addresses(), ids(set));
                    case PortGroupRow group -> new PortGroupRow(prefix + group.name(), group.ports(), ids(group));
                    case AclRow acl ->
                        new AclRow(
                                prefix + acl.id(),
                                prefix + acl.portGroup(),
                                acl.direction(),
                                acl.tier(),
                                places.get(priorities.indexOf(order(acl))),
                                acl.match().replace("@", "@" + prefix).replace("$", "$" + prefix),
                                acl.action(),
                                acl.name(),
                                ids(acl));
                })
                .toList());
    }

    /** Two ACLs of one priority that contradict each other mean nothing: the one that lets more through is above. */
    private static int order(AclRow acl) {
        return acl.priority() * AclRow.Verb.values().length + PlannerTest.openness(acl);
    }

    private SortedMap<String, String> ids(Row row) {
        SortedMap<String, String> ids = new TreeMap<>(row.externalIds());
        ids.putAll(Rows.ids(prefix + row.key().id()));
        ids.put(ExternalIds.GENERATION, "1");
        return ids;
    }
}
