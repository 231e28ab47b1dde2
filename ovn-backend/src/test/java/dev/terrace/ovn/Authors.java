package dev.terrace.ovn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.DesiredImage;
import dev.terrace.ovn.History.Recording;
import dev.terrace.ovn.History.State;
import dev.terrace.ovn.replica.Fence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Several writers of one owner: which of them each image is of, and whether each wrote only in its time. */
final class Authors {

    private final Turns turns;
    private final List<Integer> authors = new ArrayList<>(List.of(0));

    Authors(Turns turns) {
        this.turns = turns;
    }

    /** The next image, for a writer. */
    DesiredImage next(int author) {
        authors.add(author);
        return turns.next();
    }

    /**
     * Each state is an image of the writer whose fence stands there, no writer goes back to an older image of its own,
     * and no fence to an older epoch.
     */
    void assertEachWroteInItsTime(List<Recording> history) {
        List<DesiredImage> images = turns.images();
        Map<String, Integer> authorOfHolder = new HashMap<>();
        for (Recording recording : history) {
            Map<Integer, Integer> newest = new HashMap<>();
            int before = Turns.number(Contents.of(recording.states().getFirst(), Rows.OWNER));
            long epoch = 0;
            for (State state : recording.states()) {
                Contents now = Contents.of(state, Rows.OWNER);
                int number = Turns.number(now);
                assertThat(now).isEqualTo(Contents.of(images.get(number), Set.copyOf(Turns.PORTS)));
                Map<String, String> fence = fence(state);
                long standing = Long.parseLong(fence.getOrDefault(Fence.EPOCH, "0"));
                assertThat(standing).as("epoch").isGreaterThanOrEqualTo(epoch);
                epoch = standing;
                if (number != before) {
                    int author = authors.get(number);
                    String holder = fence.getOrDefault(Fence.HOLDER, "");
                    authorOfHolder.putIfAbsent(holder, author);
                    assertThat(authorOfHolder).as("image %d", number).containsEntry(holder, author);
                    assertThat(number).isGreaterThanOrEqualTo(newest.getOrDefault(author, 0));
                    newest.put(author, number);
                    before = number;
                }
            }
        }
    }

    private static Map<String, String> fence(State state) {
        Map<String, String> ids = new HashMap<>();
        state.rows("Address_Set").stream()
                .filter(row -> row.path("name").asText().startsWith(Fence.NAME_PREFIX))
                .forEach(row -> row.path("external_ids")
                        .path(1)
                        .forEach(pair ->
                                ids.put(pair.path(0).asText(), pair.path(1).asText())));
        return ids;
    }
}
