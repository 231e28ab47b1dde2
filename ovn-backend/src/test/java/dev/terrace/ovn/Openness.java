package dev.terrace.ovn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.DesiredImage;
import dev.terrace.ovn.History.Recording;
import dev.terrace.ovn.Verdicts.Verdict;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Judges a {@link History} in which plans took more than one transaction. In a state between two images no ACL names a
 * set or a group that is not there, each ACL is one that an image on the way has, and each packet gets a verdict that
 * it gets in one of them, so no state is more open than before and after.
 */
final class Openness {

    private Openness() {}

    /** @param ports that exist */
    static void assertNeverMoreOpen(List<Recording> history, List<DesiredImage> images, Set<String> ports) {
        List<Contents> wholes =
                images.stream().map(image -> Contents.of(image, ports)).toList();
        assertThat(history).isNotEmpty();
        for (Recording recording : history) {
            int from = 0;
            List<Contents> between = new ArrayList<>();
            for (History.State state : recording.states()) {
                Contents now = Contents.of(state, Rows.OWNER);
                int whole = wholes.subList(from, wholes.size()).indexOf(now);
                if (whole < 0) {
                    between.add(now);
                } else {
                    assertBetween(wholes.subList(from, from + whole + 1), between);
                    between.clear();
                    from += whole;
                }
            }
            // The last of a connection that was cut: where it leads to is not known.
            assertBetween(wholes.subList(from, wholes.size()), between);
        }
    }

    private static void assertBetween(List<Contents> images, List<Contents> states) {
        if (states.isEmpty()) {
            return;
        }
        SortedMap<String, Set<Verdict>> allowed = new TreeMap<>();
        Set<Object> acls = new HashSet<>();
        for (Contents image : images) {
            new Verdicts(image)
                    .all()
                    .forEach((packet, verdicts) -> allowed.computeIfAbsent(packet, _ -> EnumSet.noneOf(Verdict.class))
                            .addAll(verdicts));
            acls.addAll(acls(image));
        }
        for (Contents state : states) {
            Verdicts verdicts = new Verdicts(state);
            assertThat(verdicts.missing()).as("named, but missing").isEmpty();
            assertThat(acls).as("ACLs of images").containsAll(acls(state));
            verdicts.all()
                    .forEach((packet, now) -> assertThat(allowed.get(packet))
                            .as("%s, between %s: %s", packet, images, state)
                            .containsAll(now));
        }
    }

    private static List<Object> acls(Contents contents) {
        return contents.rows().entrySet().stream()
                .filter(row -> row.getKey().startsWith("ACL "))
                .<Object>map(java.util.Map.Entry::getValue)
                .toList();
    }
}
