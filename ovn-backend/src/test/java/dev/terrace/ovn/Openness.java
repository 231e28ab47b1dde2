package dev.terrace.ovn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.DesiredImage;
import dev.terrace.ovn.History.Recording;
import dev.terrace.ovn.Verdicts.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Judges a {@link History} in which plans took more than one transaction. In a state between two images no ACL names a
 * set or a group that is not there, each ACL is one that an image on the way has, and each packet that is let through
 * is let through in one of them, so no state is more open than before and after.
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
        Set<String> allowed = new HashSet<>();
        Set<Object> acls = new HashSet<>();
        for (Contents image : images) {
            allowed.addAll(allowed(new Verdicts(image)));
            acls.addAll(acls(image));
        }
        for (Contents state : states) {
            Verdicts verdicts = new Verdicts(state);
            assertThat(verdicts.missing()).as("named, but missing").isEmpty();
            assertThat(acls).as("ACLs of images").containsAll(acls(state));
            assertThat(allowed)
                    .as("ALLOWED, of those between %s: %s", images, state)
                    .containsAll(allowed(verdicts));
        }
    }

    private static Set<String> allowed(Verdicts verdicts) {
        Set<String> packets = new HashSet<>();
        verdicts.all().forEach((packet, verdict) -> {
            if (verdict.contains(Verdict.ALLOWED)) {
                packets.add(packet);
            }
        });
        return packets;
    }

    private static List<Object> acls(Contents contents) {
        return contents.rows().entrySet().stream()
                .filter(row -> row.getKey().startsWith("ACL "))
                .<Object>map(java.util.Map.Entry::getValue)
                .toList();
    }
}
